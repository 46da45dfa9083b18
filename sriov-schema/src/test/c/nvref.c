/*
 * A second implementation of libnv's packed nvlist, to compare the Java one with: C structs laid over the bytes, sizes patched in afterwards.
 *
 *   nvref pack little|big    reads lists as text, writes each as a line of hexadecimal digits
 *   nvref unpack             reads lines of hexadecimal digits, writes each list as text
 *
 * Text form, one item a line; strings are hexadecimal, "-" is the empty one:
 *
 *   list FLAGS ... end                        the outermost list
 *   null NAME | bool NAME 0|1 | number NAME DECIMAL | string NAME TEXT | binary NAME BYTES
 *   nvlist NAME FLAGS ... end
 *   bools NAME N V... | numbers NAME N V... | strings NAME N V... | nvlists NAME N, then N times: list FLAGS ... end
 */
#include <endian.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list_header {
	uint8_t magic, version, flags;
	uint64_t descriptors, size;
} __attribute__((packed));

struct pair_header {
	uint8_t type;
	uint16_t namesize;
	uint64_t datasize, nitems;
} __attribute__((packed));

_Static_assert(sizeof(struct list_header) == 19, "list header");
_Static_assert(sizeof(struct pair_header) == 19, "pair header");

enum { NUL = 1, BOOL, NUMBER, STRING, NVLIST, BINARY = 7, BOOLS, NUMBERS, STRINGS, NVLISTS, NEXT = 254, UP = 255 };

static int big;
static uint8_t *buf;
static size_t used, room;
static size_t headers[1 << 16], nheaders;
static char word[1 << 20];

static uint16_t u16(uint16_t v) { return big ? htobe16(v) : htole16(v); }
static uint64_t u64(uint64_t v) { return big ? htobe64(v) : htole64(v); }

static void die(const char *what)
{
	fprintf(stderr, "nvref: %s\n", what);
	exit(1);
}

static int next_word(void) { return scanf("%1048575s", word) == 1; }

static uint64_t next_number(void)
{
	if (!next_word())
		die("a number is missing");
	return strtoull(word, NULL, 10);
}

static void put(const void *bytes, size_t n)
{
	while (used + n > room)
		buf = realloc(buf, room = room ? 2 * room : 4096);
	memcpy(buf + used, bytes, n);
	used += n;
}

static size_t put_hex(int with_nul)
{
	size_t before = used;
	if (!next_word())
		die("a string is missing");
	if (strcmp(word, "-") != 0)
		for (char *p = word; *p; p += 2) {
			unsigned b;
			if (sscanf(p, "%2x", &b) != 1)
				die("not hexadecimal");
			put(&(uint8_t){ b }, 1);
		}
	if (with_nul)
		put("", 1);
	return used - before;
}

static void put_list_header(void)
{
	struct list_header h = { .magic = 0x6c, .flags = next_number() | (big ? 0x80 : 0) };
	headers[nheaders++] = used;
	put(&h, sizeof h);
}

/* The header with its name; the data size is patched in when the data is there. */
static size_t put_pair(uint8_t type, uint64_t nitems, int named)
{
	size_t at = used;
	struct pair_header h = { .type = type, .nitems = u64(nitems) };
	put(&h, sizeof h);
	size_t n = 1;
	if (named)
		n = put_hex(1);
	else
		put("", 1);
	((struct pair_header *)(buf + at))->namesize = u16(n);
	return at;
}

static void patch(size_t pair, size_t datasize) { ((struct pair_header *)(buf + pair))->datasize = u64(datasize); }

static void pack_list(void)
{
	while (next_word() && strcmp(word, "end") != 0) {
		char kind[16];
		size_t pair, data;
		snprintf(kind, sizeof kind, "%.15s", word);
		if (strcmp(kind, "null") == 0) {
			put_pair(NUL, 0, 1);
		} else if (strcmp(kind, "bool") == 0) {
			patch(put_pair(BOOL, 0, 1), 1);
			put(&(uint8_t){ next_number() }, 1);
		} else if (strcmp(kind, "number") == 0) {
			patch(put_pair(NUMBER, 0, 1), 8);
			put(&(uint64_t){ u64(next_number()) }, 8);
		} else if (strcmp(kind, "string") == 0) {
			pair = put_pair(STRING, 0, 1);
			patch(pair, put_hex(1));
		} else if (strcmp(kind, "binary") == 0) {
			pair = put_pair(BINARY, 0, 1);
			patch(pair, put_hex(0));
		} else if (strcmp(kind, "nvlist") == 0) {
			pair = put_pair(NVLIST, 0, 1);
			data = used;
			put_list_header();
			pack_list();
			patch(pair, used - data);
			put_pair(UP, 0, 0);
		} else {
			uint8_t type = strcmp(kind, "bools") == 0 ? BOOLS : strcmp(kind, "numbers") == 0 ? NUMBERS
			    : strcmp(kind, "strings") == 0 ? STRINGS : strcmp(kind, "nvlists") == 0 ? NVLISTS : 0;
			if (!type)
				die(kind);
			pair = put_pair(type, 0, 1);
			data = used;
			uint64_t n = next_number();
			((struct pair_header *)(buf + pair))->nitems = u64(n);
			for (uint64_t i = 0; i < n; i++)
				switch (type) {
				case BOOLS: put(&(uint8_t){ next_number() }, 1); break;
				case NUMBERS: put(&(uint64_t){ u64(next_number()) }, 8); break;
				case STRINGS: put_hex(1); break;
				case NVLISTS:
					if (!next_word() || strcmp(word, "list") != 0)
						die("a list of the array is missing");
					put_list_header();
					pack_list();
					put_pair(NEXT, 0, 0);
					break;
				}
			if (type != NVLISTS)
				patch(pair, used - data);
		}
	}
}

static void pack(void)
{
	while (next_word()) {
		if (strcmp(word, "list") != 0)
			die(word);
		used = nheaders = 0;
		put_list_header();
		pack_list();
		for (size_t i = 0; i < nheaders; i++)
			((struct list_header *)(buf + headers[i]))->size = u64(used - headers[i] - sizeof(struct list_header));
		for (size_t i = 0; i < used; i++)
			printf("%02x", buf[i]);
		printf("\n");
	}
}

static void show_hex(const uint8_t *p, size_t n)
{
	printf(n ? " " : " -");
	while (n--)
		printf("%02x", *p++);
}

static uint8_t *show_list(uint8_t *p)
{
	printf(" %d\n", ((struct list_header *)p)->flags & 0x7f);
	for (p += sizeof(struct list_header); p < buf + used;) {
		static const char *kinds[] = { "", "null", "bool", "number", "string", "nvlist", "", "binary", "bools", "numbers", "strings", "nvlists" };
		struct pair_header *h = (struct pair_header *)p;
		uint64_t size = u64(h->datasize), n = u64(h->nitems), value;
		uint8_t *name = p + sizeof *h, *data = name + u16(h->namesize);
		if (h->type == UP || h->type == NEXT) {
			printf("end\n");
			return data;
		}
		printf("%s", kinds[h->type]);
		show_hex(name, data - name - 1);
		if (h->type >= BOOLS)
			printf(" %" PRIu64, n);
		p = data + size;
		switch (h->type) {
		case BOOL: printf(" %d", *data); break;
		case BOOLS:
			while (data < p)
				printf(" %d", *data++);
			break;
		case NUMBER:
		case NUMBERS:
			for (; data < p; data += 8) {
				memcpy(&value, data, 8);
				printf(" %" PRIu64, u64(value));
			}
			break;
		case STRING: show_hex(data, size - 1); break;
		case STRINGS:
			for (; data < p; data += strlen((char *)data) + 1)
				show_hex(data, strlen((char *)data));
			break;
		case BINARY: show_hex(data, size); break;
		case NVLIST: p = show_list(data); continue;
		case NVLISTS:
			printf("\n");
			for (p = data; n--;) {
				printf("list");
				p = show_list(p);
			}
			continue;
		}
		printf("\n");
	}
	printf("end\n");
	return p;
}

static void unpack(void)
{
	for (;;) {
		used = 0;
		int c = getchar();
		if (c == EOF)
			return;
		ungetc(c, stdin);
		put_hex(0);
		getchar();
		big = buf[2] & 0x80;
		printf("list");
		show_list(buf);
	}
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "pack") == 0) {
		big = strcmp(argv[2], "big") == 0;
		pack();
	} else if (argc == 2 && strcmp(argv[1], "unpack") == 0) {
		unpack();
	} else {
		die("usage: nvref pack little|big, or nvref unpack");
	}
	return 0;
}
