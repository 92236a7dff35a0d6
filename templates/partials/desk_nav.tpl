{{%AUTOESCAPE context="HTML"}}<nav class="work-nav" aria-label="[[desk.nav]]">
<ul>
{{#SECTION}}<li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a></li>
{{/SECTION}}
</ul>
</nav>
