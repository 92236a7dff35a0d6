{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="page-head">
<h1>{{#SEARCHED}}[[catalog.results QUERY]]{{/SEARCHED}}{{#IN_CATEGORY}}{{CATEGORY_NAME}}{{/IN_CATEGORY}}{{#ALL}}[[catalog.all_products]]{{/ALL}}</h1>
</div>
{{>CATEGORIES}}
<nav class="sorts" aria-label="[[catalog.sort]]">
<ul>
{{#SORT}}<li><a href="{{HREF}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a></li>
{{/SORT}}
</ul>
</nav>
{{#PRODUCTS}}
<h2 class="hidden-text">[[title.products]]</h2>
<div class="grid">
{{#PRODUCT}}{{>CARD}}{{/PRODUCT}}
</div>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{FIRST_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[catalog.next_page]]</a>{{/NEXT}}
</nav>
{{/PRODUCTS}}
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></svg>
<h2>[[catalog.empty]]</h2>
<p>[[catalog.empty_hint]]</p>
<a class="btn" href="/products">[[layout.all_products]]</a>
</div>
{{/EMPTY}}
{{>FOOTER}}
