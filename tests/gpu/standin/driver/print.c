/* printf from inside a kernel: the values lie one after another, each at its natural alignment. */
#include "state.h"

int print_values(const char *format, const unsigned char *values) {
    size_t at = 0;
    int made = 0;
    while (*format) {
        if (*format != '%' || format[1] == '%') {
            putchar(*format);
            format += *format == '%' ? 2 : 1;
            continue;
        }
        char piece[40];
        size_t length = strcspn(format + 1, "diouxXeEfFgGaAcsp") + 2;
        if (length >= sizeof piece || !format[length - 1]) break;
        memcpy(piece, format, length);
        piece[length] = 0;
        format += length;
        char last = piece[length - 1];
        int wide = strchr("eEfFgGaAsp", last) || strchr(piece, 'l') || strchr(piece, 'j') || strchr(piece, 'z');
        if (wide) at = (at + 7) & ~(size_t)7;
        uint64_t value = 0;
        double number;
        memcpy(&value, values + at, wide ? 8 : 4);
        memcpy(&number, &value, 8);
        at += wide ? 8 : 4;
        if (strchr("eEfFgGaA", last)) printf(piece, number);
        else if (last == 's') printf(piece, (const char *)value);
        else if (wide) printf(piece, value);
        else printf(piece, (unsigned)value);
        made++;
    }
    fflush(stdout);
    return made;
}
