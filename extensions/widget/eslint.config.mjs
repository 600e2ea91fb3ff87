import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Task text is hostile: nothing may turn a string into markup.
const markup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map(property => ({
  property,
  message: 'Build nodes with h() and text nodes; task text is hostile.'
}));

export default tseslint.config(
  { ignores: ['node_modules', 'dev/shots'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map(config => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      'no-restricted-properties': [
        'error',
        ...markup,
        { object: 'document', property: 'write', message: 'Build nodes with h().' },
        { object: 'document', property: 'execCommand', message: 'Not needed.' }
      ],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      'no-restricted-globals': ['error', 'alert', 'confirm', 'prompt', 'fetch'],
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      // Numbers and other scalars in templates are what templates are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => store.dispatch(...)` as an event listener is the house form.
      '@typescript-eslint/no-confusing-void-expression': 'off'
    }
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } }
);
