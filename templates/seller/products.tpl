{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="page-head"><h1>[[seller.products]]</h1><a class="btn btn-main" href="/seller/products/new">[[seller.new_product]]</a></div>
<div class="seller-tools">
<nav class="chips" aria-label="[[seller.filter]]">
{{#FILTER}}<a class="chip" href="{{HREF}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a>
{{/FILTER}}
</nav>
<form class="seller-search" action="/seller/products" method="get" role="search" aria-label="[[seller.find_product]]">
<input type="hidden" name="status" value="{{STATUS}}">
<input class="input" type="search" name="q" maxlength="100" value="{{QUERY}}" aria-label="[[field.product_name]]" placeholder="[[field.product_name]]">
<button class="btn">[[layout.search]]</button>
</form>
</div>
{{#PRODUCTS}}
<table class="table goods">
<thead><tr><th scope="col">[[seller.product]]</th><th scope="col" class="num">[[field.price]]</th><th scope="col" class="num">[[seller.available]]</th><th scope="col">[[seller.status]]</th><th scope="col"><span class="hidden-text">[[seller.actions]]</span></th></tr></thead>
<tbody>
{{#PRODUCT}}
<tr>
<td class="goods-what"><span class="frame" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="" loading="lazy">{{/PICTURE}}</span><span><a href="/seller/products/{{PRODUCT_ID}}">{{NAME}}</a><span class="small muted">{{CATEGORY_NAME}}</span></span></td>
<td data-label="[[field.price]]" class="num"><span class="won">[[money FINAL_PRICE]]{{#DISCOUNTED}} <span class="small off">{{PERCENT}}%</span>{{/DISCOUNTED}}</span></td>
<td data-label="[[seller.available]]" class="num"><a class="link" href="/seller/products/{{PRODUCT_ID}}/stock" aria-label="[[seller.stock_of NAME STOCK]]">{{STOCK}}</a></td>
<td data-label="[[seller.status]]"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></td>
<td><span class="row"><a class="btn btn-small" href="/seller/products/{{PRODUCT_ID}}" aria-label="[[seller.edit_of NAME]]">[[seller.edit]]</a><a class="btn btn-small" href="/seller/products/{{PRODUCT_ID}}/stock" aria-label="[[seller.manage_stock_of NAME]]">[[seller.stock]]</a></span></td>
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
