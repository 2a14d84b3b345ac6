// What must not be seen until somebody has said what it will be.
#include "explain/explain.h"

bool veil_on(Veil veil)
{
    return veil.roles != 0 || veil.size || veil.verdict;
}
