import "../styles/player.css";
import "../styles/camera.css";
import { mount } from "svelte";
import { keepPages } from "../worker/register";
import Page from "./ui/Page.svelte";

const target = document.getElementById("camera");
if (!target) throw new Error("the page has no #camera");
target.replaceChildren();
mount(Page, { target });
void keepPages();
