{{%AUTOESCAPE context="HTML"}}<nav class="work-nav" aria-label="[[desk.nav]]">
<p class="work-name">[[layout.admin]]</p>
<ul>
{{#SECTION}}<li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a></li>
{{/SECTION}}
</ul>
</nav>
<script type="module" src="/static/js/row.js"></script>
