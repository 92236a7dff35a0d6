{{%AUTOESCAPE context="HTML"}}<figure class="chart">
<figcaption><span>{{LABEL}}</span> <span class="num">[[chart.most MOST]]</span></figcaption>
<svg viewBox="0 0 600 121" preserveAspectRatio="none" role="img" aria-label="{{LABEL}}, [[chart.most MOST]]">
<path d="M0 120.5h600"/>
{{#BAR}}<rect x="{{X}}" y="{{Y}}" width="{{WIDTH}}" height="{{HEIGHT}}"><title>{{NAME}}: {{VALUE}}</title></rect>
{{/BAR}}
</svg>
<p class="chart-ends num"><span>{{FROM}}</span><span>{{TO}}</span></p>
</figure>
