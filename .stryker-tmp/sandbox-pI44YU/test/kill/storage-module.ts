/** A storage module for Node-RED that keeps everything behind HTTP, where the test sees it and can let it fail. */
// @ts-nocheck

const { NOMOS_TEST_STORAGE: url = '', NOMOS_TEST_STORAGE_LACKS: lacks = '' } = process.env;

async function read(name: string): Promise<unknown> {
  const response = await fetch(`${url}/${name}`);
  return response.json();
}

async function write(name: string, value: unknown): Promise<void> {
  const response = await fetch(`${url}/${name}`, { method: 'PUT', body: JSON.stringify(value) });
  if (!response.ok) throw new Error(`ENOSPC: no space left on device (${response.status})`);
}

const settings = {
  getSettings: () => read('settings'),
  saveSettings: (value: unknown) => write('settings', value),
};

export = {
  init: async () => undefined,
  getFlows: () => read('flows'),
  saveFlows: (value: unknown) => write('flows', value),
  getCredentials: () => read('credentials'),
  saveCredentials: (value: unknown) => write('credentials', value),
  getSessions: () => read('sessions'),
  saveSessions: (value: unknown) => write('sessions', value),
  getLibraryEntry: async () => [],
  saveLibraryEntry: async () => undefined,
  ...(lacks === 'settings' ? {} : settings),
};
