// What the reader does, on its way to Python. An event is sent again with each later one until Python has named its
// number, so none is lost when runs of the page overtake one another.

const MOST = 500;

export class Outbox {
  constructor(deliver) {
    this.client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");
    this.deliver = deliver;
    this.number = 0;
    this.pending = [];
    this.planned = false;
  }

  send(op, values = {}) {
    this.number += 1;
    this.pending.push({ seq: this.number, op, ...values });
    if (this.pending.length > MOST) this.pending.shift();
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.deliver({ client: this.client, list: this.pending });
    });
  }

  // Return whether the answer knows of everything that was done here.
  settled(ack) {
    const known = ack && ack.client === this.client ? ack.seq : 0;
    this.pending = this.pending.filter((event) => event.seq > known);
    return this.pending.length === 0;
  }
}
