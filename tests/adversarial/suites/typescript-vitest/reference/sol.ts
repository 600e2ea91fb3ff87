export function add(a: number, b: number): number {
  return a + b
}

export function initials(text: string): string[] {
  return text.split(' ').map((word) => word[0].toUpperCase())
}

export function check(text: string): string {
  if (!text) throw new Error('the text is empty')
  return text
}
