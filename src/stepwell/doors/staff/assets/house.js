// What every page does beyond links and forms. Everything works without it; with it nothing typed is ever lost.
import "./keep.js";
import "./keys.js";
import "./theme.js";
import "./sign.js";
