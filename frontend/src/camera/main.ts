import "../styles/player.css";
import "../styles/camera.css";
import { mount } from "svelte";
import { keepPages } from "../worker/register";
import Page from "./ui/Page.svelte";

const target = document.getElementById("camera");
if (!target) throw new Error("the page has no #camera");
// What stands in for it goes only once it is there.
const before = [...target.children];
mount(Page, { target });
for (const child of before) child.remove();
void keepPages();
