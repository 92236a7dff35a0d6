{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12.5" r="8"/><path d="M12 8v4.5l3 2"/></svg>
<h1>[[sheet.expired]]</h1>
<p>[[sheet.expired_hint]]</p>
<form method="post" action="/checkout/sheet">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="coupon" value="{{OLD_COUPON}}">
{{#CART_ITEM}}<input type="hidden" name="items" value="{{CART_ITEM_ID}}">
{{/CART_ITEM}}
{{#DIRECT}}<input type="hidden" name="product" value="{{PRODUCT_ID}}"><input type="hidden" name="quantity" value="{{QUANTITY}}">{{/DIRECT}}
<button class="btn btn-main btn-large">[[sheet.renew]]</button>
</form>
<a class="btn btn-quiet" href="/cart">[[layout.cart]]</a>
</div>
{{>FOOTER}}
