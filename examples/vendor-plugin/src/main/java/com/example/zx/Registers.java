package com.example.zx;

/// The registers in BAR 0 of a card, 32 bits each. For one thread at a time.
interface Registers {
    int read(int offset);

    void write(int offset, int value);
}
