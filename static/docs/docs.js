// The API's document in Swagger UI. A file of its own: the content policy allows no inline script.
SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#api",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    showExtensions: true,
    validatorUrl: null,
});
