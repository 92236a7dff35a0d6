{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/admin/orders">[[title.desk_orders]]</a></li><li aria-current="page" class="num">{{ORDER_NO}}</li></ol></nav>
{{#DONE}}<p class="notice" role="status">[[desk.refund_again]]</p>{{/DONE}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<div class="desk-head">
<span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span>
<h1 class="num unbroken">{{ORDER_NO}}</h1>
<p class="muted row">{{#BUYER}}<span><a class="link" href="/admin/members/{{MEMBER_ID}}">{{NAME}}</a> <span class="num">#{{MEMBER_ID}}</span></span>{{/BUYER}}{{#BY_GUEST}}<span>[[desk.by_guest]]</span>{{/BY_GUEST}} <time>{{CREATED_AT}}</time></p>
</div>
{{#FAILED}}<p class="notice notice-bad">{{FAILURE_TEXT}}</p>{{/FAILED}}
<div class="aside">
<div class="stack-l">
<section class="panel">
<h2>[[order.lines]]</h2>
<table class="table goods desk-table">
<caption class="hidden-text">[[order.lines]]</caption>
<thead><tr><th scope="col">[[desk.product]]</th><th scope="col" class="num">[[product.quantity]]</th><th scope="col" class="num">[[desk.amount]]</th><th scope="col">[[desk.state]]</th></tr></thead>
<tbody>
{{#LINE}}
<tr>
<td class="goods-what"><span class="frame" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="">{{/PICTURE}}</span><span><a href="/products/{{PRODUCT_ID}}">{{NAME}}</a><span class="small muted">{{SELLER_NAME}}</span></span></td>
<td data-label="[[product.quantity]]" class="num"><span>[[order.unit_times UNIT_PRICE QUANTITY]]</span></td>
<td data-label="[[desk.amount]]" class="num"><strong class="won">[[money LINE_TOTAL]]</strong></td>
<td data-label="[[desk.state]]"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></td>
</tr>
{{/LINE}}
</tbody>
</table>
</section>
<section class="panel">
<h2>[[desk.history]]</h2>
<table class="table desk-table">
<caption class="hidden-text">[[desk.history]]</caption>
<thead><tr><th scope="col">[[desk.at]]</th><th scope="col">[[desk.product]]</th><th scope="col">[[desk.change]]</th><th scope="col">[[desk.who]]</th></tr></thead>
<tbody>
{{#LINE_EVENT}}
<tr>
<td data-label="[[desk.at]]" class="small muted"><time>{{AT}}</time></td>
<td data-label="[[desk.product]]">{{NAME}}</td>
<td data-label="[[desk.change]]"><span>{{#FROM}}<span class="muted">{{FROM_TEXT}} →</span> {{/FROM}}<span class="badge badge-{{STATUS}}">{{TO_TEXT}}</span></span></td>
<td data-label="[[desk.who]]" class="unbroken">{{ACTOR_TEXT}}</td>
</tr>
{{/LINE_EVENT}}
</tbody>
</table>
</section>
<section class="panel">
<h2>[[desk.payments]]</h2>
{{#NO_PAYMENTS}}<p class="muted">[[desk.payments_none]]</p>{{/NO_PAYMENTS}}
{{#PAYMENT}}
<div class="desk-part">
<h3>{{METHOD_TEXT}} <span class="won">[[money AMOUNT]]</span> <span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></h3>
<p class="small muted num">#{{PAYMENT_ID}}{{#TRANSACTION}} · {{KEY}}{{/TRANSACTION}}{{#SOME_BACK}} · [[desk.refunded REFUNDED]]{{/SOME_BACK}}</p>
<ul class="log">
{{#LOG}}<li><time class="small muted">{{AT}}</time> <span>{{EVENT_TEXT}}</span> <span class="small muted">{{#SUM}}[[desk.log_sum METHOD_TEXT AMOUNT]]{{/SUM}}{{DETAIL}}</span></li>
{{/LOG}}
</ul>
{{#REFUND}}
<div class="desk-bar">
<p><strong>[[desk.refund_of AMOUNT]]</strong> <span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span><br><span class="small muted"><time>{{AT}}</time> · [[desk.tries ATTEMPTS]] · {{REASON}}</span>{{#WRONG}}<br><span class="small problem">{{#ANSWERED}}[[desk.answered HTTP_STATUS]]{{/ANSWERED}}{{#UNREACHED}}[[desk.unreached]] <span class="muted" lang="en" translate="no">{{LAST_ERROR}}</span>{{/UNREACHED}}</span>{{/WRONG}}</p>
</div>
{{/REFUND}}
{{#CAN_RETRY}}
<form method="post" action="/admin/orders/{{ORDER_NO}}/payments/{{PAYMENT_ID}}/retry" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<button class="btn btn-main">[[desk.refund_retry]]</button>
</form>
{{/CAN_RETRY}}
</div>
{{/PAYMENT}}
</section>
<section class="panel">
<h2>[[title.desk_events]]</h2>
{{#NO_EVENTS}}<p class="muted">[[desk.order_events_none]]</p>{{/NO_EVENTS}}
<ul class="log">
{{#EVENT}}<li><time class="small muted">{{AT}}</time> <span>{{TYPE_TEXT}}</span> <a class="link small" href="/admin/events?state={{STATE}}">{{STATE_TEXT}}</a></li>
{{/EVENT}}
</ul>
</section>
{{#TOLD}}
<section class="panel">
<h2>{{WHOM}}</h2>
{{#NO_NOTICES}}<p class="muted">[[desk.notices_none]]</p>{{/NO_NOTICES}}
<ul class="log">
{{#NOTICE}}<li><time class="small muted">{{AT}}</time> <span>{{HEADLINE}}</span> <span class="small muted">{{BODY}}</span></li>
{{/NOTICE}}
</ul>
</section>
{{/TOLD}}
</div>
<aside class="side stack">
<section class="panel">
<h2>[[order.payment]]</h2>
{{>AMOUNTS}}
<dl class="sums"><div><dt>[[checkout.method]]</dt><dd>{{METHOD_TEXT}}</dd></div></dl>
</section>
<section class="panel">
<h2>[[checkout.delivery]]</h2>
<dl class="facts">
<div><dt>[[field.recipient]]</dt><dd>{{RECIPIENT}}</dd></div>
<div><dt>[[field.phone]]</dt><dd class="num">{{PHONE}}</dd></div>
<div><dt>[[field.address]]</dt><dd>({{POSTCODE}}) {{LINE1}} {{LINE2}}</dd></div>
</dl>
</section>
</aside>
</div>
{{>FOOTER}}
