{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/">[[layout.home]]</a></li><li><a href="/orders">[[order.list_title]]</a></li></ol></nav>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}{{#CHARGE}} <a href="/me/points">[[checkout.charge]]</a>{{/CHARGE}}</p>{{/REFUSED}}
{{#PAYMENT_NOTE}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/PAYMENT_NOTE}}
<div id="live" data-live="/orders/{{ORDER_NO}}">
<p class="only-print">[[layout.brand]] · [[order.receipt]]</p>
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
<form method="post" action="{{ACTION}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<input type="hidden" name="orderNo" value="{{ORDER_NO}}">
<button class="btn btn-large btn-wide{{#MAIN}} btn-main{{/MAIN}}">{{LABEL}}</button>
</form>
{{/WAY_TO_PAY}}
{{#LOOK_FIRST}}<a class="link small" href="/pay/return?payment={{PAYMENT_ID}}">[[order.look_first]]</a>{{/LOOK_FIRST}}
{{#AGAIN}}{{#AGAIN_ONE}}<a class="btn btn-main btn-large btn-wide" href="/checkout?product={{PRODUCT_ID}}&amp;quantity={{QUANTITY}}">[[order.again]]</a>{{/AGAIN_ONE}}{{#AGAIN_MANY}}
<form method="post" action="/orders/{{ORDER_NO}}/again">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-main btn-large btn-wide">[[order.to_cart]]</button>
</form>
{{/AGAIN_MANY}}{{/AGAIN}}
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
</div>
<p class="won"><strong>[[money LINE_TOTAL]]</strong></p>
<div class="line-actions">
{{#ACTIONS}}
{{#ACTION}}
<details class="ask">
<summary class="btn btn-small">{{LABEL}}<span class="hidden-text"> – {{NAME}}</span></summary>
<form class="form" method="post" action="/orders/{{ORDER_NO}}/items/{{ITEM_ID}}/{{VERB}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p><strong>{{NAME}}</strong><br>{{QUESTION}}</p>
{{#REASONED}}<div class="field">
<label for="reason-{{VERB}}-{{ITEM_ID}}">[[order.reason]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="reason-{{VERB}}-{{ITEM_ID}}" name="reason" maxlength="200" autocomplete="off">
</div>{{/REASONED}}
<div class="row"><button class="btn btn-main">{{LABEL}}</button><button class="btn" formmethod="dialog" formnovalidate hidden>[[layout.close]]</button></div>
</form>
</details>
{{/ACTION}}
{{/ACTIONS}}
<details class="history">
<summary>[[order.history]]<span class="hidden-text"> – {{NAME}}</span></summary>
<ol>
{{#EVENT}}<li><strong>{{EVENT_TEXT}}</strong> <span class="small muted"><time>{{AT}}</time> · {{ACTOR_TEXT}}</span>{{#REASON_GIVEN}}<br>[[order.reason_given REASON]]{{/REASON_GIVEN}}</li>
{{/EVENT}}
</ol>
</details>
</div>
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
<dl class="sums"><div><dt>[[checkout.method]]</dt><dd>{{METHOD_TEXT}}{{#NOT_CHARGED}} · [[order.not_charged]]{{/NOT_CHARGED}}</dd></div></dl>
</section>
{{#CAN_CANCEL}}
<details class="ask">
<summary class="btn btn-wide btn-danger">[[order.cancel]]</summary>
<form class="form" method="post" action="/orders/{{ORDER_NO}}/cancel">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p>[[order.ask_cancel]]</p>
<div class="row"><button class="btn btn-danger">[[order.cancel]]</button><button class="btn" formmethod="dialog" formnovalidate hidden>[[layout.close]]</button></div>
</form>
</details>
{{/CAN_CANCEL}}
{{#AGAIN_TOO}}
<form method="post" action="/orders/{{ORDER_NO}}/again">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-wide">[[order.to_cart]]</button>
</form>
{{/AGAIN_TOO}}
<button class="btn btn-wide" data-print>[[order.print]]</button>
<a class="btn btn-quiet btn-wide" href="/orders">[[order.back]]</a>
</aside>
</div>
</div>
{{>FOOTER}}
