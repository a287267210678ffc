import "../styles/base.css";
import "../styles/player.css";
import { mount } from "svelte";
import { keepPages } from "../worker/register";
import App from "./ui/App.svelte";

const target = document.getElementById("player");
if (!target) throw new Error("the page has no #player");
target.replaceChildren();
mount(App, { target });
void keepPages();
