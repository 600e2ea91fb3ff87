/** What every desk of this page is told: the keys bound now and the user's settings. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { CommandRegistry } from '@lumino/commands';
import { type ISignal, Signal } from '@lumino/signaling';
import { DEEDS, deskCommand } from './deeds';
import { PLUGIN } from './names';

const SHORTCUTS = '@jupyterlab/shortcuts-extension:shortcuts';
const PATIENCE_MS = 3000;

/** How a desk begins; `schema/plugin.json` says what each means. */
export interface Preferences {
  left: string;
  lower: string;
  diff: string;
}

export class Outfit {
  private readonly _changed = new Signal<this, void>(this);
  private preferences: Preferences = { left: 'prompt', lower: '', diff: 'unified' };
  private _opensQueue = true;
  private timer = 0;

  constructor(readonly commands: CommandRegistry) {
    // Settings change bindings one by one.
    commands.keyBindingChanged.connect(() => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this._changed.emit(), 100);
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the queue shows itself where nobody has arranged anything yet. */
  get opensQueue(): boolean {
    return this._opensQueue;
  }

  get settings(): Preferences {
    return this.preferences;
  }

  /** Deed -> its keys, each a sequence written with commas; [] when it has none. */
  get keys(): Record<string, string[]> {
    const keys: Record<string, string[]> = Object.fromEntries(DEEDS.map(deed => [deed, []]));
    for (const { command, keys: strokes } of this.commands.keyBindings) {
      const deed = DEEDS.find(name => deskCommand(name) === command);
      const held = deed === undefined ? undefined : keys[deed];
      const text = strokes.join(', ');
      if (held && !held.includes(text)) held.push(text);
    }
    return keys;
  }

  /** Take the settings, now and whenever they change. */
  async follow(registry: ISettingRegistry | null): Promise<void> {
    if (!registry) return;
    await shortcutsLoaded(registry);
    const settings = await registry.load(PLUGIN);
    const read = (): void => {
      const text = (name: string): string => settings.get(name).composite as string;
      this._opensQueue = settings.get('openQueue').composite !== false;
      this.preferences = {
        left: text('firstTaskTab'),
        lower: text('firstLowerTab'),
        diff: text('diffLayout')
      };
      this._changed.emit();
    };
    settings.changed.connect(read);
    read();
  }
}

/**
 * JupyterLab's shortcuts plugin breaks when somebody else's settings come before its own; where a
 * user has switched it off, nobody waits long for it.
 */
function shortcutsLoaded(registry: ISettingRegistry): Promise<void> {
  return new Promise(resolve => {
    if (SHORTCUTS in registry.plugins) resolve();
    registry.pluginChanged.connect((_, id) => {
      if (id === SHORTCUTS) resolve();
    });
    window.setTimeout(resolve, PATIENCE_MS);
  });
}
