package com.example.controller;

/// A request that is not fulfilled; nothing has changed.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
