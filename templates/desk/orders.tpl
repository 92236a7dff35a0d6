{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="page-head"><h1>[[title.desk_orders]]</h1></div>
<form class="desk-search" action="/admin/orders" method="get" role="search">
<div class="field">
<label for="q">[[desk.orders_find]]</label>
<div class="row">
<input class="input" id="q" name="q" type="search" maxlength="254" value="{{TEXT}}" autocomplete="off" aria-describedby="q-hint">
<button class="btn btn-main">[[layout.search]]</button>
</div>
<span class="hint" id="q-hint">[[desk.orders_hint]]</span>
</div>
</form>
<nav class="chips" aria-label="[[desk.orders_kind]]">
<a class="chip" href="/admin/orders"{{#ALL}} aria-current="page"{{/ALL}}>[[desk.orders_all]]</a>
<a class="chip" href="/admin/orders?failed=true"{{#FAILED_ONLY}} aria-current="page"{{/FAILED_ONLY}}>[[desk.orders_failed]]</a>
</nav>
{{#ORDERS}}
<table class="table desk-table">
<caption class="hidden-text">[[title.desk_orders]]</caption>
<thead><tr><th scope="col">[[order.number]]</th><th scope="col">[[field.recipient]]</th><th scope="col" class="num">[[desk.amount]]</th><th scope="col">[[desk.ordered_at]]</th><th scope="col">[[desk.state]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<td data-label="[[order.number]]"><a class="link num" href="/admin/orders/{{ORDER_NO}}">{{ORDER_NO}}</a></td>
<td data-label="[[field.recipient]]"><div>{{RECIPIENT}}<p class="small muted num">{{PHONE}}</p></div></td>
<td data-label="[[desk.amount]]" class="num"><div><span class="won">[[money PAYABLE]]</span><p class="small muted">{{METHOD_TEXT}}</p></div></td>
<td data-label="[[desk.ordered_at]]" class="small muted"><time>{{CREATED_AT}}</time></td>
<td data-label="[[desk.state]]"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/ORDERS}}
{{#EMPTY}}<div class="empty"><h2>[[desk.orders_empty]]</h2>{{#SOUGHT}}<p>[[desk.orders_hint]]</p><a class="btn" href="/admin/orders">[[desk.show_all]]</a>{{/SOUGHT}}</div>{{/EMPTY}}
{{>PAGER}}
{{>FOOTER}}
