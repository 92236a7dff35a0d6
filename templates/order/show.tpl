{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/">[[layout.home]]</a></li><li><a href="/orders">[[order.list_title]]</a></li></ol></nav>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}{{#CHARGE}} <a href="/me/points">[[checkout.charge]]</a>{{/CHARGE}}</p>{{/REFUSED}}
{{#PAYMENT_NOTE}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/PAYMENT_NOTE}}
<div id="live" data-live="/orders/{{ORDER_NO}}">
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
<section class="panel order-next" aria-label="[[order.next]]">
<div class="order-next-text">
{{#FAILED}}<p><strong>{{FAILURE_TEXT}}</strong></p>{{/FAILED}}
{{#CHECKING}}<p role="status"><strong>{{MESSAGE}}</strong></p>{{/CHECKING}}
{{#REFUND_ON_ITS_WAY}}<p><strong>[[order.refund.on_its_way AMOUNT]]</strong></p>{{/REFUND_ON_ITS_WAY}}
{{#REFUND_FAILED}}<p class="order-next-bad"><strong>[[order.refund.failed AMOUNT]]</strong></p>{{/REFUND_FAILED}}
{{#REFUND_RETURNED}}<p><strong>[[order.refund.returned AMOUNT]]</strong></p>{{/REFUND_RETURNED}}
{{#NEXT}}<p>{{NEXT_TEXT}}</p>{{/NEXT}}
{{#DEADLINE}}<p class="small muted">[[order.pending EXPIRES_AT]] <span class="num">{{#LEFT_HOURS}}[[order.left.hours HOURS MINUTES]]{{/LEFT_HOURS}}{{#LEFT_MINUTES}}[[order.left.minutes MINUTES]]{{/LEFT_MINUTES}}{{#LEFT_MOMENT}}[[order.left.moment]]{{/LEFT_MOMENT}}</span></p>{{/DEADLINE}}
</div>
<div class="order-next-ways">
{{#LOOK_AGAIN}}<a class="btn btn-main btn-large btn-wide" href="/pay/return?payment={{PAYMENT_ID}}">[[order.look_again]]</a>{{/LOOK_AGAIN}}
{{#WAY_TO_PAY}}
<form method="post" action="{{ACTION}}" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<input type="hidden" name="orderNo" value="{{ORDER_NO}}">
<button class="btn btn-large btn-wide{{#MAIN}} btn-main{{/MAIN}}">{{LABEL}}</button>
</form>
{{/WAY_TO_PAY}}
{{#LOOK_FIRST}}<a class="link small" href="/pay/return?payment={{PAYMENT_ID}}">[[order.look_first]]</a>{{/LOOK_FIRST}}
{{#AGAIN}}{{#AGAIN_ONE}}<a class="btn btn-main btn-large btn-wide" href="/checkout?product={{PRODUCT_ID}}&amp;quantity={{QUANTITY}}">[[order.again]]</a>{{/AGAIN_ONE}}{{#AGAIN_MANY}}<a class="btn btn-wide" href="/products">[[cart.find]]</a>{{/AGAIN_MANY}}{{/AGAIN}}
</div>
</section>
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
{{#ACTIONS}}
<div class="line-actions">
{{#ACTION}}
<form method="post" action="/orders/{{ORDER_NO}}/items/{{ITEM_ID}}/{{VERB}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-small">{{LABEL}}</button>
</form>
{{/ACTION}}
</div>
{{/ACTIONS}}
<details class="history">
<summary>[[order.history]]<span class="hidden-text"> – {{NAME}}</span></summary>
<ol>
{{#EVENT}}<li><strong>{{EVENT_TEXT}}</strong> <span class="small muted"><time>{{AT}}</time> · {{ACTOR_TEXT}}</span></li>
{{/EVENT}}
</ol>
</details>
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
{{#CAN_CANCEL}}
<form method="post" action="/orders/{{ORDER_NO}}/cancel">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-wide btn-danger">[[order.cancel]]</button>
</form>
{{/CAN_CANCEL}}
<a class="btn btn-quiet btn-wide" href="/orders">[[order.back]]</a>
</aside>
</div>
</div>
{{>FOOTER}}
