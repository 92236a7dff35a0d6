{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="page-head">
<h1>{{#SEARCHED}}[[catalog.results QUERY]]{{/SEARCHED}}{{#IN_CATEGORY}}{{CATEGORY_NAME}}{{/IN_CATEGORY}}{{#ALL}}[[catalog.all_products]]{{/ALL}}{{#MOST_WANTED}}[[home.popular]]{{/MOST_WANTED}}</h1>
</div>
{{>CATEGORIES}}
<div class="list-tools">
<nav class="sorts" aria-label="[[catalog.sort]]">
<ul>
{{#SORT}}<li><a href="{{HREF}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a></li>
{{/SORT}}
</ul>
</nav>
<form class="prices" action="/products" method="get">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}
<div class="field">
<label class="hidden-text" for="min-price">[[catalog.price_least]]</label>
<input class="input" id="min-price" name="minPrice" inputmode="numeric" maxlength="20" autocomplete="off" value="{{MIN_PRICE}}" placeholder="[[catalog.price_least_short]]"{{#MIN_PRICE_ERROR}} aria-invalid="true" aria-describedby="min-price-problem"{{/MIN_PRICE_ERROR}}>
{{#MIN_PRICE_ERROR}}<span class="problem" id="min-price-problem">{{PROBLEM}}</span>{{/MIN_PRICE_ERROR}}
</div>
<span class="prices-to" aria-hidden="true">~</span>
<div class="field">
<label class="hidden-text" for="max-price">[[catalog.price_most]]</label>
<input class="input" id="max-price" name="maxPrice" inputmode="numeric" maxlength="20" autocomplete="off" value="{{MAX_PRICE}}" placeholder="[[catalog.price_most_short]]"{{#MAX_PRICE_ERROR}} aria-invalid="true" aria-describedby="max-price-problem"{{/MAX_PRICE_ERROR}}>
{{#MAX_PRICE_ERROR}}<span class="problem" id="max-price-problem">{{PROBLEM}}</span>{{/MAX_PRICE_ERROR}}
</div>
<button class="btn btn-small">[[catalog.price_apply]]</button>
</form>
</div>
{{#RANGED}}
<p class="prices-set"><a class="chip" href="{{ALL_PRICES_HREF}}">{{#BETWEEN}}[[catalog.price_between LEAST MOST]]{{/BETWEEN}}{{#FROM}}[[catalog.price_from LEAST]]{{/FROM}}{{#UP_TO}}[[catalog.price_to MOST]]{{/UP_TO}} <span aria-hidden="true">×</span><span class="hidden-text">[[catalog.price_off]]</span></a></p>
<input type="hidden" form="search" name="minPrice" value="{{MIN_PRICE}}">
<input type="hidden" form="search" name="maxPrice" value="{{MAX_PRICE}}">
{{/RANGED}}
{{#PRODUCTS}}
<h2 class="hidden-text">[[title.products]]</h2>
<div class="grid" data-list>
{{#PRODUCT}}{{>CARD}}{{/PRODUCT}}
</div>
<p class="hidden-text" role="status" data-shown="[[catalog.shown SHOWN]]"></p>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{FIRST_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next" data-more>[[catalog.next_page]]</a>{{/NEXT}}
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
