{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="page-head"><h1>[[seller.centre]]</h1><a class="btn btn-main" href="/seller/products/new">[[seller.new_product]]</a></div>
<div class="stack-l" id="live" data-live="*">
<section>
<h2>[[seller.to_do]]</h2>
<ul class="tiles">
{{#WORK}}<li><h3><a href="/seller/orders?stage={{STAGE_NAME}}">{{LABEL}}</a></h3> <p class="figure">{{COUNT}}{{#MANY}}+{{/MANY}}</p></li>
{{/WORK}}
</ul>
</section>
<section>
<h2>[[seller.sales]]</h2>
<table class="table">
<thead><tr><th scope="col">[[seller.span]]</th><th scope="col" class="num">[[seller.order_count]]</th><th scope="col" class="num">[[seller.unit_count]]</th><th scope="col" class="num">[[seller.revenue]]</th><th scope="col" class="num">[[seller.cancelled]]</th></tr></thead>
<tbody>
{{#SPAN}}<tr><th scope="row">{{LABEL}}</th><td data-label="[[seller.order_count]]" class="num"><span>{{ORDERS}}</span></td><td data-label="[[seller.unit_count]]" class="num"><span>{{UNITS}}</span></td><td data-label="[[seller.revenue]]" class="num"><strong class="won">[[money REVENUE]]</strong></td><td data-label="[[seller.cancelled]]" class="num"><span>{{CANCELLED}}</span></td></tr>
{{/SPAN}}
</tbody>
</table>
<div class="charts">
{{>CHART}}
</div>
<details>
<summary class="small">[[seller.as_table]]</summary>
<table class="table">
<thead><tr><th scope="col">[[seller.day]]</th><th scope="col" class="num">[[seller.order_count]]</th><th scope="col" class="num">[[seller.unit_count]]</th><th scope="col" class="num">[[seller.revenue]]</th><th scope="col" class="num">[[seller.cancelled]]</th></tr></thead>
<tbody>
{{#DAY_ROW}}<tr><th scope="row">{{DAY}}</th><td data-label="[[seller.order_count]]" class="num"><span>{{ORDERS}}</span></td><td data-label="[[seller.unit_count]]" class="num"><span>{{UNITS}}</span></td><td data-label="[[seller.revenue]]" class="num"><span class="won">[[money REVENUE]]</span></td><td data-label="[[seller.cancelled]]" class="num"><span>{{CANCELLED}}</span></td></tr>
{{/DAY_ROW}}
</tbody>
</table>
</details>
<p class="hint">[[seller.sales_hint]]</p>
</section>
<section>
<h2>[[seller.low]]</h2>
{{#LOW}}
<ul class="panel low-list">
{{#LOW_PRODUCT}}<li class="row between"><a class="link" href="/seller/products/{{PRODUCT_ID}}/stock">{{NAME}}</a><span class="badge badge-low">[[seller.pieces_left STOCK]]</span></li>
{{/LOW_PRODUCT}}
</ul>
{{/LOW}}
{{#NONE_LOW}}<p class="muted">[[seller.none_low]]</p>{{/NONE_LOW}}
</section>
</div>
{{>FOOTER}}
