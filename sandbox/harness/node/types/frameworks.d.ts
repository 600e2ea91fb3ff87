// Types of the test frameworks a suite may import, told in terms of @types/jest: close enough for
// the type checker's opinion, which never decides a verdict.

declare module '@jest/globals' {
  export const describe: jest.Describe
  export const it: jest.It
  export const test: jest.It
  export const xit: jest.It
  export const xtest: jest.It
  export const fit: jest.It
  export const xdescribe: jest.Describe
  export const fdescribe: jest.Describe
  export const expect: jest.Expect
  export const beforeAll: jest.Lifecycle
  export const afterAll: jest.Lifecycle
  export const beforeEach: jest.Lifecycle
  export const afterEach: jest.Lifecycle
  const jestObject: typeof jest
  export { jestObject as jest }
}

declare module 'vitest' {
  export const describe: any
  export const suite: any
  export const it: any
  export const test: any
  export const expect: any
  export const assert: any
  export const expectTypeOf: any
  export const assertType: any
  export const vi: any
  export const beforeAll: any
  export const afterAll: any
  export const beforeEach: any
  export const afterEach: any
  export const onTestFinished: any
  export const onTestFailed: any
  export const chai: any
  export type Mock<T = any> = any
  export type Mocked<T = any> = any
  export type MockedFunction<T = any> = any
  export type MockInstance<T = any> = any
}

declare module 'workbench:sites' {
  export function __wb(site: number, name: 'console.assert'): (condition?: unknown, ...message: unknown[]) => void
  export function __wb(site: number, name: 'process.exit'): (code?: number) => never
  export function __wb<T>(site: number, call: T): T
}
