/*
 * Asks libucl what a UCL text means.
 *
 *   ucl_probe tree [FILE]       print the tree of FILE (or stdin); status 0, or 1 and the error on stderr
 *   ucl_probe batch             answer length-prefixed requests on stdin until end of file (see below)
 *   ucl_probe time COUNT [FILE] parse FILE (or stdin) COUNT times and print the mean nanoseconds of one parse
 *
 * The tree is one line of ASCII, every value tagged with libucl's type:
 *   {"key":VALUE,...}  [VALUE,...]  i-12  f3ff0000000000000  t3ff0000000000000  b1  n  s"text"
 * f and t (time) carry the bits of the double in hexadecimal. In keys and text, each byte outside 0x20..0x7e, and
 * '"' and '\', is \xHH. A key met several times is the array of its values, as libucl's iterators present it.
 *
 * Batch requests are one byte of kind, a 32-bit little-endian length, and as many bytes:
 *   'T' text to parse                            answered with a tree
 *   'F' path of a file to parse                  answered with a tree
 *   'V' NAME '\0' VALUE, a variable to define    for every later request; answered with an empty acceptance
 * The answer is 'A' (accepted; the tree) or 'R' (rejected; libucl's message), a length and the bytes. A request
 * libucl crashes or hangs on ends the process by a signal: the caller starts another one.
 *
 * libucl's headers are not packaged everywhere, so the few functions used are declared here.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef struct ucl_parser ucl_parser;
typedef struct ucl_object ucl_object;
typedef void *ucl_iter;

enum ucl_type { T_OBJECT, T_ARRAY, T_INT, T_FLOAT, T_STRING, T_BOOLEAN, T_TIME, T_USERDATA, T_NULL };

ucl_parser *ucl_parser_new(int flags);
bool ucl_parser_add_chunk(ucl_parser *, const unsigned char *, size_t);
bool ucl_parser_add_file(ucl_parser *, const char *);
void ucl_parser_register_variable(ucl_parser *, const char *name, const char *value);
const char *ucl_parser_get_error(ucl_parser *);
ucl_object *ucl_parser_get_object(ucl_parser *);
void ucl_parser_free(ucl_parser *);
void ucl_object_unref(ucl_object *);
unsigned ucl_object_type(const ucl_object *);
const char *ucl_object_keyl(const ucl_object *, size_t *);
bool ucl_object_toboolean(const ucl_object *);
int64_t ucl_object_toint(const ucl_object *);
double ucl_object_todouble(const ucl_object *);
const char *ucl_object_tolstring(const ucl_object *, size_t *);
const ucl_object *ucl_object_iterate_with_error(const ucl_object *, ucl_iter *, bool expand, int *error);

#define SLACK 64 /* libucl peeks a few bytes past the end of a chunk: let it see zeros, as in a mapped file */
#define SECONDS_PER_REQUEST 5
#define MEMORY_LIMIT ((rlim_t)4 << 30)

struct text {
	char *bytes;
	size_t used, room;
};

struct variable {
	char *name, *value;
	struct variable *next;
};

static struct variable *variables, **last_variable = &variables;

static void
die(const char *what)
{
	fprintf(stderr, "ucl_probe: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void
put(struct text *t, const char *bytes, size_t n)
{
	if (t->room - t->used < n) {
		t->room = (t->room + n) * 2;
		if ((t->bytes = realloc(t->bytes, t->room)) == NULL)
			die("memory");
	}
	memcpy(t->bytes + t->used, bytes, n);
	t->used += n;
}

static void
put_string(struct text *t, const char *bytes, size_t n)
{
	char escaped[8];

	put(t, "\"", 1);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c < 0x20 || c > 0x7e || c == '"' || c == '\\')
			put(t, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\x%02x", c));
		else
			put(t, bytes + i, 1);
	}
	put(t, "\"", 1);
}

static void put_chain(struct text *, const ucl_object *);

static void
put_value(struct text *t, const ucl_object *o)
{
	char number[32];
	const ucl_object *member;
	const char *s;
	ucl_iter it = NULL;
	size_t n;
	double d;
	uint64_t bits;
	int error = 0, count = 0;

	switch (ucl_object_type(o)) {
	case T_OBJECT:
		put(t, "{", 1);
		while ((member = ucl_object_iterate_with_error(o, &it, true, &error)) != NULL) {
			if (count++ > 0)
				put(t, ",", 1);
			s = ucl_object_keyl(member, &n);
			put_string(t, s, n);
			put(t, ":", 1);
			put_chain(t, member);
		}
		put(t, "}", 1);
		break;
	case T_ARRAY:
		put(t, "[", 1);
		while ((member = ucl_object_iterate_with_error(o, &it, true, &error)) != NULL) {
			if (count++ > 0)
				put(t, ",", 1);
			put_value(t, member);
		}
		put(t, "]", 1);
		break;
	case T_INT:
		put(t, number, (size_t)snprintf(number, sizeof number, "i%lld", (long long)ucl_object_toint(o)));
		break;
	case T_FLOAT:
	case T_TIME:
		d = ucl_object_todouble(o);
		memcpy(&bits, &d, sizeof bits);
		put(t, number, (size_t)snprintf(number, sizeof number, "%c%016llx",
		    ucl_object_type(o) == T_FLOAT ? 'f' : 't', (unsigned long long)bits));
		break;
	case T_STRING:
		s = ucl_object_tolstring(o, &n);
		put(t, "s", 1);
		put_string(t, s, n);
		break;
	case T_BOOLEAN:
		put(t, ucl_object_toboolean(o) ? "b1" : "b0", 2);
		break;
	case T_NULL:
		put(t, "n", 1);
		break;
	default:
		put(t, "?", 1);
	}
}

/* The value of a key: libucl chains the values of a repeated key behind the first one. */
static void
put_chain(struct text *t, const ucl_object *head)
{
	ucl_iter it = NULL;
	int error = 0, count = 0;

	while (ucl_object_iterate_with_error(head, &it, false, &error) != NULL)
		count++;
	if (count == 1) {
		put_value(t, head);
		return;
	}
	const ucl_object *o;
	put(t, "[", 1);
	it = NULL;
	count = 0;
	while ((o = ucl_object_iterate_with_error(head, &it, false, &error)) != NULL) {
		if (count++ > 0)
			put(t, ",", 1);
		put_value(t, o);
	}
	put(t, "]", 1);
}

/* Parses; appends the tree or the error to the answer and tells which. */
static bool
parse(struct text *answer, bool file, const char *bytes, size_t n)
{
	ucl_parser *parser = ucl_parser_new(0);
	bool accepted;

	for (struct variable *v = variables; v != NULL; v = v->next)
		ucl_parser_register_variable(parser, v->name, v->value);
	accepted = file ? ucl_parser_add_file(parser, bytes)
	                : ucl_parser_add_chunk(parser, (const unsigned char *)bytes, n);
	if (ucl_parser_get_error(parser) != NULL) {
		accepted = false;
		put(answer, ucl_parser_get_error(parser), strlen(ucl_parser_get_error(parser)));
	} else if (accepted) {
		ucl_object *top = ucl_parser_get_object(parser);
		if (top == NULL) {
			put(answer, "-", 1);
		} else {
			put_value(answer, top);
			ucl_object_unref(top);
		}
	}
	ucl_parser_free(parser);
	return accepted;
}

/* All of a stream, followed by zeros. */
static char *
read_all(FILE *in, size_t *n)
{
	struct text t = {0};
	char chunk[65536];
	size_t got;

	while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
		put(&t, chunk, got);
	if (ferror(in))
		die("read");
	*n = t.used;
	memset(chunk, 0, SLACK);
	put(&t, chunk, SLACK);
	return t.bytes;
}

static char *
read_argument(const char *path, size_t *n)
{
	FILE *in = path == NULL ? stdin : fopen(path, "rb");
	if (in == NULL)
		die(path);
	char *bytes = read_all(in, n);
	if (in != stdin)
		fclose(in);
	return bytes;
}

static int
tree(const char *path)
{
	struct text answer = {0};
	size_t n;
	char *bytes = read_argument(path, &n);
	bool accepted = parse(&answer, path != NULL, path != NULL ? path : bytes, n);

	fprintf(accepted ? stdout : stderr, "%.*s\n", (int)answer.used, answer.bytes);
	return accepted ? 0 : 1;
}

static int
batch(void)
{
	struct text answer = {0};
	unsigned char head[5];

	while (fread(head, 1, sizeof head, stdin) == sizeof head) {
		size_t n = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
		char *bytes = calloc(1, n + SLACK);
		bool accepted = true;

		if (bytes == NULL || fread(bytes, 1, n, stdin) != n)
			die("request");
		answer.used = 0;
		if (head[0] == 'V') {
			struct variable *v = malloc(sizeof *v);
			if (v == NULL)
				die("memory");
			v->name = strdup(bytes);
			v->value = strdup(bytes + strlen(bytes) + 1);
			v->next = NULL;
			*last_variable = v;
			last_variable = &v->next;
		} else {
			alarm(SECONDS_PER_REQUEST);
			accepted = parse(&answer, head[0] == 'F', bytes, n);
			alarm(0);
		}
		free(bytes);
		head[0] = accepted ? 'A' : 'R';
		for (int i = 0; i < 4; i++)
			head[1 + i] = (unsigned char)(answer.used >> (8 * i));
		fwrite(head, 1, sizeof head, stdout);
		fwrite(answer.bytes, 1, answer.used, stdout);
		if (fflush(stdout) != 0)
			die("answer");
	}
	return 0;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int
time_parse(long count, const char *path)
{
	size_t n;
	char *bytes = read_argument(path, &n);
	double start = now();

	for (long i = 0; i < count; i++) {
		ucl_parser *parser = ucl_parser_new(0);
		if (!ucl_parser_add_chunk(parser, (const unsigned char *)bytes, n)) {
			fprintf(stderr, "ucl_probe: %s\n", ucl_parser_get_error(parser));
			return 1;
		}
		ucl_object *top = ucl_parser_get_object(parser);
		ucl_parser_free(parser);
		ucl_object_unref(top);
	}
	printf("%.1f\n", (now() - start) / (double)count);
	return 0;
}

int
main(int argc, char **argv)
{
	struct rlimit memory = {MEMORY_LIMIT, MEMORY_LIMIT};
	struct rlimit core = {0, 0};

	setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CORE, &core);
	if (argc >= 2 && strcmp(argv[1], "tree") == 0)
		return tree(argc > 2 ? argv[2] : NULL);
	if (argc == 2 && strcmp(argv[1], "batch") == 0)
		return batch();
	if (argc >= 3 && strcmp(argv[1], "time") == 0 && atol(argv[2]) > 0)
		return time_parse(atol(argv[2]), argc > 3 ? argv[3] : NULL);
	fprintf(stderr, "usage: ucl_probe tree [FILE] | batch | time COUNT [FILE]\n");
	return 2;
}
