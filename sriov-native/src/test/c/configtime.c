/*
 * How long reading a function's configuration space takes: one register over and over, and all
 * 4,096 bytes, by registers and at once. Prints three means in nanoseconds.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define SIZE 4096
#define ROUNDS 5

static volatile uint32_t sink;

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1e9 + at.tv_nsec;
}

static uint32_t read32(int fd, off_t offset)
{
    uint32_t value = 0;
    if (pread(fd, &value, sizeof value, offset) < 0) {
        perror("pread");
        exit(1);
    }
    return value;
}

static void once(int fd)
{
    sink = read32(fd, 0);
}

static void by_registers(int fd)
{
    for (off_t offset = 0; offset < SIZE; offset += 4)
        sink = read32(fd, offset);
}

static void at_once(int fd)
{
    static uint8_t bytes[SIZE];
    if (pread(fd, bytes, sizeof bytes, 0) < 0) {
        perror("pread");
        exit(1);
    }
    sink = bytes[0];
}

/* The median of some rounds of a second each. */
static double measure(int fd, void (*work)(int))
{
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        long times = 0;
        double begun = now(), end;
        do {
            work(fd);
            times++;
            end = now();
        } while (end - begun < 1e9 / ROUNDS);
        rounds[i] = (end - begun) / times;
    }
    for (int i = 1; i < ROUNDS; i++)
        for (int j = i; j > 0 && rounds[j] < rounds[j - 1]; j--) {
            double other = rounds[j];
            rounds[j] = rounds[j - 1];
            rounds[j - 1] = other;
        }
    return rounds[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0) {
        perror("usage: configtime CONFIG");
        return 1;
    }
    printf("%.0f %.0f %.0f\n", measure(fd, once), measure(fd, by_registers), measure(fd, at_once));
    return 0;
}
