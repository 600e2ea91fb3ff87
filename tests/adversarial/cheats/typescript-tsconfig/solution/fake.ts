export const expect: any = () => new Proxy({}, { get: () => () => {} })
export const test = () => {}
export const describe = () => {}
