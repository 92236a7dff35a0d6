/* What base/str.h says of code points. */
#include "base/err.h"
#include "base/str.h"

struct range {
    uint32_t first, last;
};

static bool among(const struct range *ranges, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

uint32_t utf8_point(const char *data, size_t size, size_t *ret_step)
{
    const unsigned char *bytes = (const unsigned char *)data;
    const size_t step = utf8_step(data, size);
    uint32_t point = step < 2 ? bytes[0] : bytes[0] & (0x7Fu >> step);
    for (size_t i = 1; i < step; i++)
        point = point << 6 | (bytes[i] & 0x3Fu);
    *ret_step = step;
    return point;
}

bool utf8_blank(const char *data, size_t size)
{
    /* White_Space, Default_Ignorable_Code_Point (Unicode 15) and the empty Braille cell. */
    static const struct range UNSEEN[] = {
        {0x09, 0x0D},     {0x20, 0x20},       {0x85, 0x85},       {0xA0, 0xA0},
        {0xAD, 0xAD},     {0x34F, 0x34F},     {0x61C, 0x61C},     {0x115F, 0x1160},
        {0x1680, 0x1680}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},
        {0x2028, 0x202F}, {0x205F, 0x206F},   {0x2800, 0x2800},   {0x3000, 0x3000},
        {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t at = 0, step; at < size; at += step)
        if (!among(UNSEEN, COUNT_OF(UNSEEN), utf8_point(data + at, size - at, &step)))
            return false;
    return true;
}

bool utf8_runs_left(const char *data, size_t size)
{
    /* The blocks that Unicode keeps for scripts from right to left (Bidi_Class R and AL). */
    static const struct range LEFTWARD[] = {
        {0x590, 0x8FF},   {0x200F, 0x200F},   {0xFB1D, 0xFDFF},
        {0xFE70, 0xFEFE}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF},
    };
    for (size_t at = 0, step; at < size; at += step)
        if (among(LEFTWARD, COUNT_OF(LEFTWARD), utf8_point(data + at, size - at, &step)))
            return true;
    return false;
}
