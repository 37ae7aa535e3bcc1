// Asking the server. What can go wrong has a class each, so that nobody has to read a status.

export const desk = document.querySelector("[data-desk]");
export const state = { number: desk.dataset.number, token: desk.dataset.token };

export class Unreachable extends Error {}
export class LoggedOut extends Error {
  constructor(answer) {
    super("logged out");
    this.login = answer?.login ?? desk.dataset.login;
    this.other = answer?.other ?? "";
  }
}
export class Refused extends Error {}
export class Behind extends Error {
  constructor(answer) {
    super("behind");
    this.answer = answer;
  }
}

const PATIENCE = 20_000;

async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
      headers: { "X-Requested-With": "desk", Accept: "application/json", ...options.headers },
    });
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status === 401 || response.type === "opaqueredirect") {
    throw new LoggedOut(await body(response));
  }
  if (response.status >= 500 || response.status === 404) throw new Unreachable(response.status);
  return response;
}

const body = async (response) => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

export async function pulse() {
  const response = await ask(desk.dataset.pulse);
  const answer = await body(response);
  if (!response.ok || !answer) throw new LoggedOut(answer);
  if (answer.token) state.token = answer.token;
  return answer;
}

export async function get(what, query = "") {
  const response = await ask(`${desk.dataset[what]}${query}`);
  const answer = await body(response);
  if (!response.ok || !answer) throw new Refused(answer?.message ?? "");
  return answer;
}

// A form with files is sent as such; all else as JSON.
function send(address, content, keepalive) {
  if (content instanceof FormData) {
    content.set("user", desk.dataset.user);
    content.set("number", state.number);
    const headers = { "X-CSRFToken": state.token };
    return ask(address, { method: "POST", headers, body: content, signal: AbortSignal.timeout(PATIENCE * 6) });
  }
  return ask(address, {
    method: "POST",
    keepalive,
    headers: { "Content-Type": "application/json", "X-CSRFToken": state.token },
    body: JSON.stringify({ user: Number(desk.dataset.user), number: state.number, ...content }),
  });
}

// A login in another tab changes the token: it is asked for once, then the same is sent again.
// When the pulse says that it is somebody else now, nothing is sent. With `number` false the answer
// changes nothing on the screen, and so its number is not the screen's.
export async function post(what, content = {}, { keepalive = false, address, number = true } = {}) {
  const target = address ?? desk.dataset[what];
  let response = await send(target, content, keepalive);
  if (response.status === 403) {
    const answer = await body(response);
    if (answer?.user && answer.user !== Number(desk.dataset.user)) {
      throw new LoggedOut({ other: answer.message });
    }
    if (answer?.message) throw new Refused(answer.message);
    await sameUser();
    response = await send(target, content, keepalive);
    if (response.status === 403) throw new Refused((await body(response))?.message ?? "");
  }
  const answer = await body(response);
  if (response.status === 409) throw new Behind(answer ?? {});
  if (!response.ok || !answer) throw new Refused(answer?.message ?? "");
  if (number && answer.number !== undefined) state.number = answer.number;
  return answer;
}

// Whether it is still the same person who is logged in; takes the token in force.
export async function sameUser() {
  const answer = await pulse();
  if (answer.user !== Number(desk.dataset.user)) throw new LoggedOut({ other: answer.name ?? "?" });
  return answer;
}
