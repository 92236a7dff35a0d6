{{%AUTOESCAPE context="HTML"}}<nav class="desk-nav" aria-label="[[desk.nav]]">
<ul class="chips">
{{#SECTION}}<li><a class="chip" href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a></li>
{{/SECTION}}
</ul>
</nav>
