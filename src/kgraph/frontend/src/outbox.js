// What the reader does, on its way to Python. An event is sent again with each later one, and after a while by itself, until
// Python has named its number, so none is lost when runs of the page overtake one another.

const MOST = 500;
const PATIENCE = 1500; // milliseconds

export class Outbox {
  constructor(deliver) {
    this.client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");
    this.deliver = deliver;
    this.number = 0;
    this.pending = [];
    this.planned = false;
    this.tries = 0;
  }

  send(op, values = {}) {
    this.number += 1;
    this.pending.push({ seq: this.number, op, ...values });
    if (this.pending.length > MOST) this.pending.shift();
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.tries = 0;
      this.post();
    });
  }

  post() {
    this.deliver({ client: this.client, list: this.pending, tries: this.tries });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      if (!this.pending.length) return;
      this.tries += 1;
      this.post();
    }, PATIENCE * 2 ** Math.min(this.tries, 4));
  }

  close() {
    clearTimeout(this.waiting);
  }

  // Return whether the answer knows of everything that was done here.
  settled(ack) {
    const known = ack && ack.client === this.client ? ack.seq : 0;
    this.pending = this.pending.filter((event) => event.seq > known);
    return this.pending.length === 0;
  }
}
