{{%AUTOESCAPE context="HTML"}}<nav class="work-nav" aria-label="[[seller.nav]]">
<p class="work-name">[[seller.centre]]</p>
<ul>
<li><a href="/seller"{{#AT_HOME}} aria-current="true"{{/AT_HOME}}>[[layout.home]]</a></li>
<li><a href="/seller/products"{{#AT_PRODUCTS}} aria-current="true"{{/AT_PRODUCTS}}>[[seller.products]]</a></li>
<li><a href="/seller/orders"{{#AT_ORDERS}} aria-current="true"{{/AT_ORDERS}}>[[seller.orders]]</a></li>
</ul>
</nav>
<script type="module" src="/static/js/row.js"></script>
<script type="module" src="/static/js/seller.js"></script>
