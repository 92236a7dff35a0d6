{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="page-head"><h1>[[seller.products]]</h1><a class="btn btn-main" href="/seller/products/new">[[seller.new_product]]</a></div>
<div class="seller-tools">
<nav class="chips" aria-label="[[seller.filter]]">
{{#FILTER}}<a class="chip" href="{{HREF}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a>
{{/FILTER}}
</nav>
<form class="seller-search" action="/seller/products" method="get" role="search" aria-label="[[seller.find_product]]">
<input type="hidden" name="status" value="{{SHOWN_STATUS}}">{{#LIMITED}}<input type="hidden" name="limit" value="{{LIMIT}}">{{/LIMITED}}
<input class="input" type="search" name="q" maxlength="100" value="{{QUERY}}" aria-label="[[field.product_name]]" placeholder="[[field.product_name]]">
<button class="btn">[[layout.search]]</button>
</form>
</div>
{{#ADJUSTED}}<p class="notice" role="status">[[seller.stock_saved]]</p>{{/ADJUSTED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
{{#PRODUCTS}}
<table class="table goods desk-table">
<thead><tr><th scope="col">[[seller.product]]</th><th scope="col" class="num">[[field.price]]</th><th scope="col" class="num">[[seller.available]]</th><th scope="col">[[seller.status]]</th><th scope="col"><span class="hidden-text">[[seller.actions]]</span></th></tr></thead>
<tbody>
{{#PRODUCT}}
<tr id="product-{{PRODUCT_ID}}">
<td class="goods-what"><span class="frame" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="" loading="lazy">{{/PICTURE}}</span><span><a href="/seller/products/{{PRODUCT_ID}}">{{NAME}}</a><span class="small muted">{{CATEGORY_NAME}}</span>{{#ADJUSTED}}<span class="small adjusted" role="status">[[seller.stock_saved]]</span>{{/ADJUSTED}}</span></td>
<td data-label="[[field.price]]" class="num"><span class="won">[[money FINAL_PRICE]]{{#DISCOUNTED}} <span class="small off">{{PERCENT}}%</span>{{/DISCOUNTED}}</span></td>
<td data-label="[[seller.available]]" class="num"><a class="link" href="/seller/products/{{PRODUCT_ID}}/stock" aria-label="[[seller.stock_of NAME STOCK]]">{{STOCK}}</a></td>
<td data-label="[[seller.status]]"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></td>
<td><div class="row"><a class="btn btn-small" href="/seller/products/{{PRODUCT_ID}}" aria-label="[[seller.edit_of NAME]]">[[seller.edit]]</a>
<details class="menu adjust"{{#OPEN}} open{{/OPEN}}>
<summary class="btn btn-small" aria-label="[[seller.adjust_of NAME]]">[[seller.stock]]</summary>
<form method="post" action="/seller/products/{{PRODUCT_ID}}/stock" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<input type="hidden" name="list.status" value="{{SHOWN_STATUS}}">
<input type="hidden" name="list.q" value="{{QUERY}}">
<input type="hidden" name="list.cursor" value="{{CURSOR}}">
{{#LIMITED}}<input type="hidden" name="list.limit" value="{{LIMIT}}">{{/LIMITED}}
{{#REFUSED}}<p class="problem" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<div class="field">
<label for="delta-{{PRODUCT_ID}}">[[seller.delta]]</label>
<div class="row"><input class="input" id="delta-{{PRODUCT_ID}}" name="delta" type="number" min="-1000000000" max="1000000000" required value="{{DELTA}}"{{#DELTA_ERROR}} aria-invalid="true"{{/DELTA_ERROR}} aria-describedby="delta-{{PRODUCT_ID}}-hint{{#DELTA_ERROR}} delta-{{PRODUCT_ID}}-problem{{/DELTA_ERROR}}"><button class="btn btn-main">[[seller.adjust_do]]</button></div>
<span class="hint" id="delta-{{PRODUCT_ID}}-hint">[[seller.delta_hint]]</span>
{{#DELTA_ERROR}}<span class="problem" id="delta-{{PRODUCT_ID}}-problem">{{PROBLEM}}</span>{{/DELTA_ERROR}}
</div>
<a class="link small" href="/seller/products/{{PRODUCT_ID}}/stock" aria-label="[[seller.manage_stock_of NAME]]">[[seller.stock_history]]</a>
</form>
</details></div></td>
</tr>
{{/PRODUCT}}
</tbody>
</table>
{{/PRODUCTS}}
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{FIRST_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[seller.more_products]]</a>{{/NEXT}}
</nav>
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 8l8-4 8 4v8l-8 4-8-4Z"/><path d="m4 8 8 4 8-4M12 12v8"/></svg>
<h2>[[seller.no_products]]</h2>
<p>[[seller.no_products_hint]]</p>
<a class="btn btn-main" href="/seller/products/new">[[seller.new_product]]</a>
</div>
{{/EMPTY}}
{{#NOTHING_FOUND}}
<div class="empty">
<h2>[[catalog.empty]]</h2>
<a class="btn" href="/seller/products">[[seller.all_products]]</a>
</div>
{{/NOTHING_FOUND}}
{{>FOOTER}}
