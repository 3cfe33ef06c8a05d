/* bcryptprimitives.dll for Wine before version 10, which lacks it: the one function that Bun needs. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
  while (length > 0) {
    ULONG count = length > 65536 ? 65536 : (ULONG)length;
    if (!RtlGenRandom(data, count)) return FALSE;
    data += count;
    length -= count;
  }
  return TRUE;
}
