{{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{LANG_CODE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} · [[layout.brand]]</title>
<meta name="description" content="{{DESCRIPTION}}">
{{#UNLISTED}}<meta name="robots" content="noindex">{{/UNLISTED}}
{{#LISTED}}
<link rel="canonical" href="{{CANONICAL}}">
<meta property="og:site_name" content="[[layout.brand]]">
<meta property="og:locale" content="[[layout.locale]]">
<meta property="og:type" content="{{KIND}}">
<meta property="og:title" content="{{TITLE}}">
<meta property="og:description" content="{{DESCRIPTION}}">
<meta property="og:url" content="{{CANONICAL}}">
<meta property="og:image" content="{{IMAGE}}">
{{#OFFERED}}
<meta property="product:price:amount" content="{{AMOUNT}}">
<meta property="product:price:currency" content="KRW">
{{/OFFERED}}
{{#STRUCTURED}}<script type="application/ld+json">{{DATA:x-json}}</script>{{/STRUCTURED}}
{{/LISTED}}
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#1c1e1b" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/shop.css">
{{#SHOP_FLOOR}}<link rel="stylesheet" href="/static/css/pages.css">{{/SHOP_FLOOR}}
{{#WORKROOM}}<link rel="stylesheet" href="/static/css/desk.css">{{/WORKROOM}}
<script type="module" src="/static/js/shop.js"></script>
</head>
<body>
<a class="skip" href="#main">[[layout.skip]]</a>
<header class="site-head">
<div class="wrap">
<div class="head-util">
{{#VISITOR}}
<a href="/login">[[layout.login]]</a>
<a href="/join">[[layout.join]]</a>
<a href="/orders">[[layout.order_lookup]]</a>
{{/VISITOR}}
{{#MEMBER}}
<details class="menu">
<summary>[[layout.member CALLER_NAME]]{{#SELLER}} <span class="badge">[[layout.seller]]</span>{{/SELLER}}{{#ADMIN}} <span class="badge">[[layout.admin]]</span>{{/ADMIN}}</summary>
<ul>
{{#ADMIN}}<li><a href="/admin">[[layout.desk]]</a></li>{{/ADMIN}}
{{#SELLER}}<li><a href="/seller">[[seller.centre]]</a></li>{{/SELLER}}
<li><a href="/me">[[layout.profile]]</a></li>
<li><a href="/orders">[[layout.orders]]</a></li>
<li><a href="/me/points">[[layout.points]]</a></li>
<li><a href="/me/coupons">[[layout.my_coupons]]</a></li>
<li><a href="/me/notifications">[[layout.notifications]]</a></li>
<li><form method="post" action="/logout"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="plain-button">[[layout.logout]]</button></form></li>
</ul>
</details>
{{/MEMBER}}
<form method="post" action="/language">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{PATH}}">
<button class="plain-button" name="lang" value="[[layout.other_code]]" lang="[[layout.other_code]]">[[layout.other_language]]</button>
</form>
</div>
<div class="head-main">
<a class="logo" href="/">
<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 5h20l3 8a4.3 4.3 0 0 1-8.6.6 4.4 4.4 0 0 1-8.8 0A4.3 4.3 0 0 1 3 13Z" fill="currentColor"/><path d="M6.5 20v7h19v-7" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="16" cy="22.5" r="2.2" fill="#d4613a"/></svg>
<span>[[layout.brand]]</span></a>
<form class="search" id="search" action="/products" method="get" role="search">
<input type="search" name="q" maxlength="100" value="{{SEARCH}}" aria-label="[[layout.search]]" placeholder="[[layout.search_hint]]" autocomplete="off">
<button aria-label="[[layout.search]]"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></svg></button>
</form>
<div class="head-tools">
{{#LISTENER}}<a class="icon-link bell-link" href="/me/notifications" data-bell="[[layout.notifications]]" aria-label="[[layout.notifications]]{{#UNREAD}} ({{UNREAD_COUNT}}){{/UNREAD}}"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 16.5v-6a6 6 0 0 1 12 0v6l1.5 2h-15Z"/><path d="M10 21h4"/></svg>{{#UNREAD}}<span class="bell-count num" aria-hidden="true">{{UNREAD_COUNT}}</span>{{/UNREAD}}</a>{{/LISTENER}}
{{#MEMBER}}<a class="icon-link" href="/me" aria-label="[[layout.profile]]"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/></svg></a>{{/MEMBER}}
{{#VISITOR}}<a class="icon-link" href="/login" aria-label="[[layout.login]]"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/></svg></a>{{/VISITOR}}
<a class="icon-link cart-link" href="/cart" aria-label="[[layout.cart]]{{#CART_FILLED}} ({{CART_COUNT}}){{/CART_FILLED}}"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5.5 8h13l1 12h-15Z"/><path d="M8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5"/></svg>{{#CART_FILLED}}<span class="cart-count num" aria-hidden="true">{{CART_COUNT}}</span>{{/CART_FILLED}}</a>
</div>
</div>
<nav class="head-nav" aria-label="[[layout.nav]]">
<ul>
<li><a href="/products">[[layout.all_products]]</a></li>
<li><a href="/products?sort=popular">[[layout.popular]]</a></li>
<li><a href="/products?sort=newest">[[layout.newest]]</a></li>
<li><a href="/coupons">[[layout.coupons]]</a></li>
<li><a href="/orders">[[layout.orders]]</a></li>
</ul>
</nav>
</div>
</header>
<main class="main wrap" id="main">
