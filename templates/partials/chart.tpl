{{%AUTOESCAPE context="HTML"}}<figure class="chart">
{{#NOTHING}}
<figcaption>{{LABEL}}</figcaption>
<p class="small muted">{{NONE}}</p>
{{/NOTHING}}
{{#BARS}}
<figcaption><span>{{LABEL}}</span> <span class="num">{{#WON}}[[chart.most_won MOST]]{{/WON}}{{#COUNTED}}[[chart.most MOST]]{{/COUNTED}}</span></figcaption>
<svg viewBox="0 0 600 121" preserveAspectRatio="none" role="img" aria-label="{{LABEL}}, {{#WON}}[[chart.most_won MOST]]{{/WON}}{{#COUNTED}}[[chart.most MOST]]{{/COUNTED}}">
<path d="M0 120.5h600"/>
{{#BAR}}<rect x="{{X}}" y="{{Y}}" width="{{WIDTH}}" height="{{HEIGHT}}"><title>{{NAME}}: {{VALUE}}</title></rect>
{{/BAR}}
</svg>
<p class="chart-ends num"><span>{{FROM}}</span><span>{{TO}}</span></p>
{{/BARS}}
</figure>
