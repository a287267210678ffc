import "../styles/base.css";
import "../styles/player.css";
import { mount } from "svelte";
import { keepPages } from "../worker/register";
import App from "./ui/App.svelte";

const target = document.getElementById("player");
if (!target) throw new Error("the page has no #player");
// What stands in for it goes only once it is there.
const before = [...target.children];
mount(App, { target });
for (const child of before) child.remove();
void keepPages();
