{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/">[[layout.home]]</a></li><li><a href="/orders">[[order.list_title]]</a></li></ol></nav>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}{{#CHARGE}} <a href="/me/points">[[checkout.charge]]</a>{{/CHARGE}}</p>{{/REFUSED}}
<div class="order-head">
<span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span>
<h1>{{HEADLINE}}</h1>
<p class="muted row"><span>[[order.number]] <strong class="num">{{ORDER_NO}}</strong></span> <time>{{CREATED_AT}}</time></p>
</div>
{{#STEPS}}
<ol class="steps">
{{#STEP}}<li{{#DONE}} class="done"{{/DONE}}{{#CURRENT}} class="done now" aria-current="step"{{/CURRENT}}>{{LABEL}}</li>
{{/STEP}}
</ol>
{{/STEPS}}
{{#PENDING}}
<section class="notice notice-warn">
<p>[[order.pending EXPIRES_AT]]</p>
{{#CARD}}<p class="small">[[order.pending_card]]</p>{{/CARD}}
</section>
{{/PENDING}}
{{#FAILED}}<p class="notice notice-bad">{{FAILURE_TEXT}}</p>{{/FAILED}}
<div class="aside">
<div class="stack-l">
<section class="panel">
<h2>[[order.lines]]</h2>
<ul class="lines-list">
{{#LINE}}
<li class="line">
<a class="frame" href="/products/{{PRODUCT_ID}}" tabindex="-1" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="">{{/PICTURE}}</a>
<div>
<p class="small muted">{{SELLER_NAME}}</p>
<p><a href="/products/{{PRODUCT_ID}}">{{NAME}}</a></p>
<p class="small muted num">[[order.unit_times UNIT_PRICE QUANTITY]]</p>
<span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span>
{{#CAN_CONFIRM}}
<form class="line-action" method="post" action="/orders/{{ORDER_NO}}/items/{{ITEM_ID}}/confirm">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-small">[[order.confirm]]</button>
</form>
{{/CAN_CONFIRM}}
</div>
<p class="won"><strong>[[money LINE_TOTAL]]</strong></p>
</li>
{{/LINE}}
</ul>
</section>
<section class="panel">
<h2>[[checkout.delivery]]</h2>
<dl class="facts">
<div><dt>[[field.recipient]]</dt><dd>{{RECIPIENT}}</dd></div>
<div><dt>[[field.phone]]</dt><dd class="num">{{PHONE}}</dd></div>
<div><dt>[[field.address]]</dt><dd>({{POSTCODE}}) {{LINE1}} {{LINE2}}</dd></div>
</dl>
</section>
</div>
<aside class="side stack">
<section class="panel">
<h2>[[order.payment]]</h2>
{{>AMOUNTS}}
<dl class="sums"><div><dt>[[checkout.method]]</dt><dd>{{METHOD_TEXT}}</dd></div></dl>
</section>
{{#CAN_PAY}}
<form method="post" action="/orders/{{ORDER_NO}}/pay" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<button class="btn btn-main btn-large btn-wide">[[order.pay_points]]</button>
</form>
{{/CAN_PAY}}
{{#CAN_CANCEL}}
<form method="post" action="/orders/{{ORDER_NO}}/cancel">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-wide btn-danger">[[order.cancel]]</button>
</form>
{{/CAN_CANCEL}}
<a class="btn btn-quiet btn-wide" href="/orders">[[order.back]]</a>
</aside>
</div>
{{>FOOTER}}
