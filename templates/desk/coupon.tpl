{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/admin/coupons">[[title.desk_coupons]]</a></li><li aria-current="page">{{NAME}}</li></ol></nav>
{{#DONE}}<p class="notice" role="status">[[desk.coupon_revoked]]</p>{{/DONE}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<div class="desk-head">
<span class="badge badge-{{STAGE}}">{{STAGE_TEXT}}</span>
<h1>{{NAME}}</h1>
<p class="muted row"><span>{{>WORTH}}</span> <span><time>{{STARTS_AT}}</time> – <time>{{ENDS_AT}}</time></span></p>
<p class="lines">{{DESCRIPTION:p}}</p>
</div>
<div class="desk-gap" id="rush" data-fresh>
<ul class="tiles tiles-3">
<li><h2>[[desk.issued_count]]</h2><p class="figure">{{ISSUED}}</p><p class="small muted num">[[desk.of_quantity QUANTITY]]</p></li>
<li><h2>[[desk.remaining]]</h2><p class="figure">{{REMAINING}}</p></li>
<li><h2>[[desk.rate]]</h2><p class="figure">{{RATE}}</p></li>
</ul>
<progress class="rush" max="{{MAX}}" value="{{VALUE}}" aria-label="[[desk.issued_of]]"></progress>
{{#GONE_IN}}<p class="small muted num">[[desk.gone_in MINUTES]]</p>{{/GONE_IN}}{{#LASTS}}<p class="small muted">[[desk.lasts]]</p>{{/LASTS}}
</div>
<h2 class="desk-part-head">[[desk.issued]]</h2>
<form class="desk-search" action="/admin/coupons/{{COUPON_ID}}" method="get" role="search">
<div class="field">
<label for="q">[[desk.issued_find]]</label>
<div class="row">
<input class="input" id="q" name="q" type="search" maxlength="254" value="{{TEXT}}" autocomplete="off">
<button class="btn btn-main">[[layout.search]]</button>
</div>
</div>
</form>
{{#COUPONS}}
<table class="table desk-table">
<caption class="hidden-text">[[desk.issued]]</caption>
<thead><tr><th scope="col">[[desk.member]]</th><th scope="col">[[desk.issued_at]]</th><th scope="col">[[desk.state]]</th><th scope="col"><span class="hidden-text">[[desk.revoke]]</span></th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<td data-label="[[desk.member]]"><span><a class="link" href="/admin/members/{{MEMBER_ID}}">{{NAME}}</a> <span class="small muted num">#{{MEMBER_ID}}</span></span></td>
<td data-label="[[desk.issued_at]]" class="small muted"><time>{{AT}}</time></td>
<td data-label="[[desk.state]]"><div><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span>{{#ORDERED}}<p class="small"><a class="link num" href="/admin/orders/{{ORDER_NO}}">{{ORDER_NO}}</a></p>{{/ORDERED}}</div></td>
<td class="does">{{#CAN_REVOKE}}<details class="confirm-small"><summary class="btn btn-small btn-danger" aria-label="[[desk.revoke]] #{{ISSUED_ID}}">[[desk.revoke]]</summary><form method="post" action="/admin/coupons/{{COUPON_ID}}/issued/{{ISSUED_ID}}/revoke"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn btn-small btn-danger">[[desk.revoke_yes]]</button></form></details>{{/CAN_REVOKE}}</td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/COUPONS}}
{{#EMPTY}}<div class="empty"><p>[[desk.issued_empty]]</p>{{#SOUGHT}}<a class="btn" href="/admin/coupons/{{COUPON_ID}}">[[desk.show_all]]</a>{{/SOUGHT}}</div>{{/EMPTY}}
{{>PAGER}}
<script type="module" src="/static/js/fresh.js"></script>
{{>FOOTER}}
