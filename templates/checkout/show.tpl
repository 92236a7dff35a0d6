{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="page-head"><h1>[[checkout.title]]</h1></div>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}{{#CHARGE}} <a href="/me/points">[[checkout.charge]]</a>{{/CHARGE}}{{#CHANGED}} <strong>[[sheet.changed BEFORE NOW]]</strong>{{/CHANGED}}</p>{{/REFUSED}}
{{#GUEST}}<p class="notice">[[checkout.guest]] <a href="/login?next={{PATH:u}}">[[layout.login]]</a></p>{{/GUEST}}
<p class="small muted sheet-clock" id="sheet-clock" data-seconds="{{SECONDS_LEFT}}">[[sheet.stands EXPIRES_AT]] <strong class="num" data-clock></strong></p>
<p class="notice notice-warn" role="status" data-over hidden>[[sheet.over]]</p>
<form id="coupons" method="post" action="/checkout/sheet" data-coupons>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#CART_ITEM}}<input type="hidden" name="items" value="{{CART_ITEM_ID}}">
{{/CART_ITEM}}
{{#DIRECT}}<input type="hidden" name="product" value="{{PRODUCT_ID}}"><input type="hidden" name="quantity" value="{{QUANTITY}}">{{/DIRECT}}
</form>
<form class="aside" method="post" action="/checkout">
<input type="hidden" name="sheet" id="sheet-id" value="{{SHEET_ID}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
{{#CART_ITEM}}<input type="hidden" name="items" value="{{CART_ITEM_ID}}">
{{/CART_ITEM}}
{{#DIRECT}}<input type="hidden" name="product" value="{{PRODUCT_ID}}"><input type="hidden" name="quantity" value="{{QUANTITY}}">{{/DIRECT}}
<div class="stack-l">
<section class="panel">
<h2>[[checkout.lines]]</h2>
<ul class="lines-list">
{{#LINE}}
<li class="line">
<span class="frame">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="">{{/PICTURE}}</span>
<div>
<p class="small muted">{{SELLER_NAME}}</p>
<p>{{NAME}}</p>
<p class="small muted num">[[order.unit_times UNIT_PRICE QUANTITY]]</p>
</div>
<p class="won"><strong>[[money LINE_TOTAL]]</strong></p>
</li>
{{/LINE}}
</ul>
</section>
<section class="panel">
<h2>[[checkout.delivery]]</h2>
<div class="pair">
<div class="field">
<label for="recipient">[[field.recipient]]</label>
<input class="input" id="recipient" name="shipping.recipient" maxlength="50" autocomplete="name" required value="{{SHIPPING_RECIPIENT}}"{{#SHIPPING_RECIPIENT_ERROR}} aria-invalid="true" aria-describedby="recipient-problem"{{/SHIPPING_RECIPIENT_ERROR}}>
{{#SHIPPING_RECIPIENT_ERROR}}<span class="problem" id="recipient-problem">{{PROBLEM}}</span>{{/SHIPPING_RECIPIENT_ERROR}}
</div>
<div class="field">
<label for="phone">[[field.phone]]</label>
<input class="input" id="phone" name="shipping.phone" type="tel" inputmode="tel" maxlength="20" autocomplete="tel" placeholder="010-1234-5678" required value="{{SHIPPING_PHONE}}"{{#SHIPPING_PHONE_ERROR}} aria-invalid="true" aria-describedby="phone-problem"{{/SHIPPING_PHONE_ERROR}}>
{{#SHIPPING_PHONE_ERROR}}<span class="problem" id="phone-problem">{{PROBLEM}}</span>{{/SHIPPING_PHONE_ERROR}}
</div>
</div>
<div class="field field-short">
<label for="postcode">[[field.postcode]]</label>
<input class="input" id="postcode" name="shipping.address.postcode" inputmode="numeric" maxlength="5" autocomplete="postal-code" placeholder="06236" required value="{{SHIPPING_ADDRESS_POSTCODE}}"{{#SHIPPING_ADDRESS_POSTCODE_ERROR}} aria-invalid="true" aria-describedby="postcode-problem"{{/SHIPPING_ADDRESS_POSTCODE_ERROR}}>
{{#SHIPPING_ADDRESS_POSTCODE_ERROR}}<span class="problem" id="postcode-problem">{{PROBLEM}}</span>{{/SHIPPING_ADDRESS_POSTCODE_ERROR}}
</div>
<div class="field">
<label for="line1">[[field.line1]]</label>
<input class="input" id="line1" name="shipping.address.line1" maxlength="200" autocomplete="address-line1" required value="{{SHIPPING_ADDRESS_LINE1}}"{{#SHIPPING_ADDRESS_LINE1_ERROR}} aria-invalid="true" aria-describedby="line1-problem"{{/SHIPPING_ADDRESS_LINE1_ERROR}}>
{{#SHIPPING_ADDRESS_LINE1_ERROR}}<span class="problem" id="line1-problem">{{PROBLEM}}</span>{{/SHIPPING_ADDRESS_LINE1_ERROR}}
</div>
<div class="field">
<label for="line2">[[field.line2]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="line2" name="shipping.address.line2" maxlength="200" autocomplete="address-line2" value="{{SHIPPING_ADDRESS_LINE2}}"{{#SHIPPING_ADDRESS_LINE2_ERROR}} aria-invalid="true" aria-describedby="line2-problem"{{/SHIPPING_ADDRESS_LINE2_ERROR}}>
{{#SHIPPING_ADDRESS_LINE2_ERROR}}<span class="problem" id="line2-problem">{{PROBLEM}}</span>{{/SHIPPING_ADDRESS_LINE2_ERROR}}
</div>
</section>
{{#COUPONS}}
<section class="panel">
<h2 id="coupon-choice">[[sheet.coupon]]</h2>
{{#CHOICE}}
<div role="radiogroup" aria-labelledby="coupon-choice">
{{#COUPON}}
<label class="choice"><input type="radio" form="coupons" name="coupon" value="{{ISSUED_ID}}"{{#CHOSEN}} checked{{/CHOSEN}}><span><strong>{{NAME}}{{#BEST}} <span class="badge badge-AVAILABLE">[[sheet.best]]</span>{{/BEST}}</strong> <span class="small muted">[[sheet.saves WORTH]] · [[coupon.until UNTIL]]</span></span></label>
{{/COUPON}}
<label class="choice"><input type="radio" form="coupons" name="coupon" value="0"{{#NO_COUPON}} checked{{/NO_COUPON}}><span>[[sheet.no_coupon]]</span></label>
</div>
<p><button class="btn btn-small coupon-apply" form="coupons" data-enhanced-away>[[sheet.apply]]</button></p>
{{/CHOICE}}
{{#NONE_USABLE}}<p class="muted small">[[sheet.none_usable]] <a class="link" href="/coupons">[[coupon.find]]</a></p>{{/NONE_USABLE}}
</section>
{{/COUPONS}}
<section class="panel">
<h2 id="method">[[checkout.method]]</h2>
<div role="radiogroup" aria-labelledby="method">
{{#MEMBER}}
<label class="choice"><input type="radio" name="paymentMethod" value="POINT" required{{#POINT_CHOSEN}} checked{{/POINT_CHOSEN}}><span><strong>[[payment.method.POINT]]</strong> <span id="sheet-balance"><span class="small muted">[[checkout.balance BALANCE]]</span>{{#BALANCE_AFTER}} <span class="small">[[sheet.left_after LEFT_AFTER]]</span>{{/BALANCE_AFTER}}{{#BALANCE_SHORT}} <span class="problem">[[checkout.balance_short MISSING]] <a class="link" href="/me/points">[[checkout.charge]]</a></span>{{/BALANCE_SHORT}}</span></span></label>
{{/MEMBER}}
{{#CARD}}
<label class="choice"><input type="radio" name="paymentMethod" value="CARD" required{{#CARD_CHOSEN}} checked{{/CARD_CHOSEN}}><span><strong>[[payment.method.CARD]]</strong> <span class="small muted">[[checkout.card_hint]]</span></span></label>
{{/CARD}}
</div>
{{#PAYMENT_METHOD_ERROR}}<span class="problem">{{PROBLEM}}</span>{{/PAYMENT_METHOD_ERROR}}
</section>
</div>
<aside class="side panel">
<h2>[[checkout.amounts]]</h2>
<div id="sheet-sums" role="status">
{{>AMOUNTS}}
</div>
<div class="bar"><button class="btn btn-main btn-large btn-wide" id="sheet-order">[[checkout.place PAYABLE]]</button></div>
<p class="hint">[[checkout.agree]]</p>
</aside>
</form>
{{>FOOTER}}
