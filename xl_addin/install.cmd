@echo off
setlocal
chcp 65001 >nul
if not exist "%~dp0python\python.exe" goto missing
"%~dp0python\python.exe" -I -m aggregator addin install --bundle "%~dp0."
set code=%errorlevel%
pause
exit /b %code%
:missing
echo Bộ cài chưa được giải nén, hoặc thiếu Python. Giải nén cả tệp .zip rồi chạy lại; xem HUONG-DAN.txt.
pause
exit /b 2
