import './design/fonts.css';
import './design/tokens.css';
import './design/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { saveWhenLeaving } from './features/exercise/drafts.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

saveWhenLeaving();
mount(App, { target });
