/// The PF driver for ZX compression cards: its schema, and the mailbox by which it tells the card.
package com.example.zx;
