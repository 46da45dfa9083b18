/*
 * Times a model of libnv, which is part of FreeBSD and not to be had elsewhere, for the benchmark to show beside the Java one. The bytes are libnv's, and so is
 * what takes its time: every pair is an allocation of its own in a linked list, and
 *
 *   - packing counts the file descriptors for the header of every nested list, in a walk that goes on to the end of the outermost list;
 *   - unpacking looks for each name among all the pairs before it in its list.
 *
 * Both make the time quadratic in the number of lists. libnv's assertions, which a FreeBSD system leaves switched on, are not modelled.
 *
 *   nvtime FILE     unpacks and packs the list in FILE, over and over, and writes the mean nanoseconds of packing and of unpacking
 *
 * It knows the types that configurations have, in little-endian order, and fails unless packing gives the bytes of FILE.
 */
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct list_header {
	uint8_t magic, version, flags;
	uint64_t descriptors, size;
} __attribute__((packed));

struct pair_header {
	uint8_t type;
	uint16_t namesize;
	uint64_t datasize, nitems;
} __attribute__((packed));

enum { BOOL = 2, NUMBER, STRING, NVLIST, DESCRIPTOR, BINARY, UP = 255 };
enum { MAGIC = 0x6c, IGNORE_CASE = 1, TERMINATOR = sizeof(struct pair_header) + 1 };

struct pair {
	struct pair *next;
	struct list *owner, *list;
	uint8_t type, *data;
	uint16_t namesize;
	uint64_t datasize;
	char name[];
};

struct list {
	struct pair *parent, *first, **end;
	uint8_t flags;
	size_t content;
};

static const uint8_t *in;
static size_t left;
static uint8_t *out;
static size_t room;

static void *checked(void *memory)
{
	if (!memory) {
		fprintf(stderr, "nvtime: out of memory\n");
		exit(1);
	}
	return memory;
}

static void require(int holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "nvtime: %s\n", what);
		exit(1);
	}
}

static const void *take(size_t n)
{
	const void *bytes = in;
	require(n <= left, "truncated");
	in += n;
	left -= n;
	return bytes;
}

static struct list *take_list(struct pair *parent)
{
	struct list_header h;
	memcpy(&h, take(sizeof h), sizeof h);
	require(h.magic == MAGIC && le64toh(h.size) == left && h.descriptors == 0, "bad header");
	struct list *list = checked(calloc(1, sizeof *list));
	list->parent = parent;
	list->end = &list->first;
	list->flags = h.flags;
	return list;
}

static int has(const struct list *list, const char *name)
{
	int (*compare)(const char *, const char *) = list->flags & IGNORE_CASE ? strcasecmp : strcmp;
	for (const struct pair *pair = list->first; pair; pair = pair->next)
		if (compare(pair->name, name) == 0)
			return 1;
	return 0;
}

/* Appends a pair; the lists around it grow by its size. */
static void append(struct list *list, struct pair *pair, size_t size)
{
	require(!has(list, pair->name), "duplicate name");
	pair->owner = list;
	*list->end = pair;
	list->end = &pair->next;
	for (;;) {
		list->content += size;
		if (!list->parent)
			return;
		list = list->parent->owner;
	}
}

static struct list *unpack(const uint8_t *bytes, size_t n)
{
	in = bytes;
	left = n;
	struct list *root = take_list(NULL), *list = root;
	while (left > 0) {
		struct pair_header h;
		memcpy(&h, take(sizeof h), sizeof h);
		uint16_t namesize = le16toh(h.namesize);
		const char *name = take(namesize);
		require(namesize > 0 && strnlen(name, namesize) == namesize - 1u, "bad name");
		if (h.type == UP) {
			require(list->parent != NULL, "no list to end");
			list = list->parent->owner;
			continue;
		}
		struct pair *pair = checked(calloc(1, sizeof *pair + namesize));
		memcpy(pair->name, name, namesize);
		pair->namesize = namesize;
		pair->type = h.type;
		pair->datasize = le64toh(h.datasize);
		size_t size = sizeof h + namesize;
		if (h.type == NVLIST) {
			pair->list = take_list(pair);
			append(list, pair, size + sizeof(struct list_header) + TERMINATOR);
			list = pair->list;
		} else {
			require(h.type == BOOL || h.type == NUMBER || h.type == STRING || h.type == BINARY, "a type not modelled");
			pair->data = checked(malloc(pair->datasize));
			memcpy(pair->data, take(pair->datasize), pair->datasize);
			append(list, pair, size + pair->datasize);
		}
	}
	return root;
}

static void release(struct list *list)
{
	for (struct pair *pair = list->first, *next; pair; pair = next) {
		next = pair->next;
		if (pair->list)
			release(pair->list);
		free(pair->data);
		free(pair);
	}
	free(list);
}

/* From a list on to the end of the outermost one. */
static uint64_t descriptors(const struct list *list)
{
	uint64_t n = 0;
	const struct pair *pair = list->first;
	for (;;) {
		while (!pair) {
			if (!list->parent)
				return n;
			pair = list->parent->next;
			list = list->parent->owner;
		}
		n += pair->type == DESCRIPTOR;
		if (pair->type == NVLIST) {
			list = pair->list;
			pair = list->first;
		} else {
			pair = pair->next;
		}
	}
}

static void put(const void *bytes, size_t n)
{
	require(n <= room, "no room");
	memcpy(out, bytes, n);
	out += n;
	room -= n;
}

static void put_list(const struct list *list)
{
	struct list_header h = { .magic = MAGIC, .flags = list->flags, .descriptors = descriptors(list) };
	h.size = htole64(room - sizeof h);
	put(&h, sizeof h);
	for (const struct pair *pair = list->first; pair; pair = pair->next) {
		struct pair_header p = { .type = pair->type, .namesize = htole16(pair->namesize), .datasize = htole64(pair->datasize) };
		if (pair->list)
			p.datasize = htole64(sizeof h + pair->list->content);
		put(&p, sizeof p);
		put(pair->name, pair->namesize);
		if (pair->list) {
			put_list(pair->list);
			put(&(struct pair_header){ .type = UP, .namesize = htole16(1) }, sizeof p);
			put("", 1);
		} else {
			put(pair->data, pair->datasize);
		}
	}
}

static uint8_t *pack(const struct list *list, size_t *size)
{
	require(descriptors(list) == 0, "descriptors");
	*size = room = sizeof(struct list_header) + list->content;
	uint8_t *packed = out = checked(malloc(room));
	put_list(list);
	return packed;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv)
{
	require(argc == 2, "usage: nvtime FILE");
	FILE *file = fopen(argv[1], "rb");
	require(file != NULL, "cannot open the file");
	fseek(file, 0, SEEK_END);
	size_t n = ftell(file), size;
	rewind(file);
	uint8_t *bytes = checked(malloc(n));
	require(fread(bytes, 1, n, file) == n, "cannot read the file");
	fclose(file);

	/* A few rounds unmeasured, then for a second and at least ten rounds. */
	double packing = 0, unpacking = 0;
	int rounds = 0;
	for (int warmup = 3; rounds < 10 || packing + unpacking < 1e9;) {
		double begin = now();
		struct list *list = unpack(bytes, n);
		double unpacked = now();
		uint8_t *packed = pack(list, &size);
		double end = now();
		require(size == n && memcmp(packed, bytes, n) == 0, "packs to other bytes");
		free(packed);
		release(list);
		if (warmup > 0) {
			warmup--;
			continue;
		}
		unpacking += unpacked - begin;
		packing += end - unpacked;
		rounds++;
	}
	printf("%.0f %.0f\n", packing / rounds, unpacking / rounds);
	free(bytes);
	return 0;
}
