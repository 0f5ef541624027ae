// Exercise 6 of step 1: say this in Java.
import express from "express";

const app = express();

app.use((req, res, next) => {
  res.set("Server", "Noom");
  next();
});

app.get("/hello/:name", (req, res) => {
  res.type("text/plain").send(`Hello, ${req.params.name}!`);
});

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
