{{%AUTOESCAPE context="HTML"}}<dl class="sums">
<div><dt>[[amounts.items]]</dt><dd class="won">[[money ITEMS]]</dd></div>
{{#ITEM_DISCOUNT_SHOWN}}<div class="minus"><dt>[[amounts.item_discount]]</dt><dd class="won">−[[money ITEM_DISCOUNT]]</dd></div>{{/ITEM_DISCOUNT_SHOWN}}
{{#ORDER_DISCOUNT_SHOWN}}<div class="minus"><dt>[[amounts.order_discount]]</dt><dd class="won">−[[money ORDER_DISCOUNT]]</dd></div>{{/ORDER_DISCOUNT_SHOWN}}
<div><dt>[[amounts.shipping_fee]]</dt><dd class="won">{{#SHIPPING_FREE}}[[amounts.free]]{{/SHIPPING_FREE}}{{#SHIPPING_PAID}}[[money SHIPPING_FEE]]{{/SHIPPING_PAID}}</dd></div>
<div class="total"><dt>[[amounts.payable]]</dt><dd class="won">[[money PAYABLE]]</dd></div>
{{#REFUNDED_SHOWN}}<div><dt>[[amounts.refunded]]</dt><dd class="won">[[money REFUNDED]]</dd></div>{{/REFUNDED_SHOWN}}
</dl>
