{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="narrow stack-l">
<div class="page-head"><h1>[[layout.login]]</h1></div>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<form class="form stack" method="post" action="/login">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{NEXT}}">
<div class="field">
<label for="email">[[field.email]]</label>
<input class="input" id="email" name="email" type="email" maxlength="254" autocomplete="username" required value="{{EMAIL}}"{{#EMAIL_ERROR}} aria-invalid="true"{{/EMAIL_ERROR}}{{#EMAIL_ERROR}} aria-describedby="email-problem"{{/EMAIL_ERROR}}>
{{#EMAIL_ERROR}}<span class="problem" id="email-problem">{{PROBLEM}}</span>{{/EMAIL_ERROR}}
</div>
<div class="field">
<label for="password">[[field.password]]</label>
<input class="input" id="password" name="password" type="password" maxlength="128" autocomplete="current-password" required{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}}{{#PASSWORD_ERROR}} aria-describedby="password-problem"{{/PASSWORD_ERROR}}>
{{#PASSWORD_ERROR}}<span class="problem" id="password-problem">{{PROBLEM}}</span>{{/PASSWORD_ERROR}}
</div>
<button class="btn btn-main btn-large btn-wide">[[layout.login]]</button>
</form>
<p class="small muted">[[account.no_account]] <a class="link" href="/join?next={{NEXT:u}}">[[layout.join]]</a></p>
</div>
{{>FOOTER}}
