{{%AUTOESCAPE context="HTML"}}<nav class="chips" aria-label="[[catalog.categories]]">
<a class="chip" href="{{ALL_HREF}}"{{#ALL_CURRENT}} aria-current="page"{{/ALL_CURRENT}}>[[catalog.all]]</a>
{{#CATEGORY}}<a class="chip" href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{NAME}}{{#COUNTED}} <span class="num">{{COUNT}}</span>{{/COUNTED}}</a>
{{/CATEGORY}}
</nav>
